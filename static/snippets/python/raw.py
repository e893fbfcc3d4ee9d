import hashlib
import hmac


def nametag_raw_hash(id_or_email, secret):
    """Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp.

    On your server only: the secret is that of a signing key for raw-id or raw-email.
    """
    return hmac.new(secret.encode(), str(id_or_email).encode(), hashlib.sha256).hexdigest()
