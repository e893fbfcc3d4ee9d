require 'json'
require 'openssl'

# Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
# signing key for json. email is nil if there is none.
def nametag_hash(id, email, secret)
  message = JSON.generate({ id: id, email: email }.compact)
  OpenSSL::HMAC.hexdigest('SHA256', secret, message)
end
