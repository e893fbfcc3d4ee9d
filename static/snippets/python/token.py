import base64
import hashlib
import hmac
import json
import time


def nametag_token(user_id, email, email_verified, secret):
    """Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }).

    On your server only: the secret is that of a signing key for tokens. An id or email that is None or "" is left out;
    email_verified says whether the user has confirmed the email.
    """

    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    now = int(time.time())
    claims = {"iat": now, "exp": now + 3600}
    if user_id:
        claims["sub"] = str(user_id)
    if email:
        claims.update(email=email, email_verified=email_verified)
    signed = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps(claims).encode())
    return (signed + b"." + part(hmac.new(secret.encode(), signed, hashlib.sha256).digest())).decode()
