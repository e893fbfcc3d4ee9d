import base64
import pathlib
import sys

here = pathlib.Path(__file__).parent.parent / "python"
for name in ("hash.py", "token.py"):
    exec((here / name).read_text(encoding="utf-8"))

hash_secret, token_secret = sys.argv[1:]
for line in sys.stdin:
    user_id, email = (None if word == "-" else base64.b64decode(word).decode() for word in line.split())
    print(nametag_hash(user_id, email, hash_secret), nametag_token(user_id, email, True, token_secret))
