import hashlib
import hmac
import json


def nametag_hash(user_id, email, secret):
    """Signs who is logged in, for Nametag('identify', id, { email }, hash).

    On your server only: the secret is that of a signing key for json. An id or email that is None or "" is left out.
    """
    who = {}
    if user_id:
        who["id"] = user_id
    if email:
        who["email"] = email
    message = json.dumps(who, separators=(",", ":"))
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()
