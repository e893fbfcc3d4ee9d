require 'json'
require 'openssl'

# Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the secret
# is that of a signing key for tokens. An id or email that is nil or '' is left out; email_verified says whether the user
# has confirmed the email.
def nametag_token(id, email, email_verified, secret)
  part = ->(data) { [data].pack('m0').tr('+/', '-_').delete('=') }
  now = Time.now.to_i
  claims = { iat: now, exp: now + 3600 }
  claims[:sub] = id.to_s unless id.to_s.empty?
  claims.update(email: email, email_verified: email_verified) unless email.to_s.empty?
  signed = "#{part.call('{"alg":"HS256","typ":"JWT"}')}.#{part.call(JSON.generate(claims))}"
  "#{signed}.#{part.call(OpenSSL::HMAC.digest('SHA256', secret, signed))}"
end
