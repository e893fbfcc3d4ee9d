require 'json'
require 'openssl'

# Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
# signing key for json. An id or email that is nil or '' is left out.
def nametag_hash(id, email, secret)
  message = JSON.generate({ id: id, email: email }.reject { |_, value| value.to_s.empty? })
  OpenSSL::HMAC.hexdigest('SHA256', secret, message)
end
