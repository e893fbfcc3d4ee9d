require 'openssl'

# Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
# only: the secret is that of a signing key for raw-id or raw-email.
def nametag_raw_hash(id_or_email, secret)
  OpenSSL::HMAC.hexdigest('SHA256', secret, id_or_email.to_s)
end
