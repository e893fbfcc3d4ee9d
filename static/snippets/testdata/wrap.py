import base64
import pathlib
import sys

here = pathlib.Path(__file__).parent.parent / "python"
for name in ("hash.py", "raw.py", "token.py"):
    exec((here / name).read_text(encoding="utf-8"))

read = {"-": lambda word: None, "#": int, ":": lambda word: base64.b64decode(word).decode()}
hash_secret, raw_secret, token_secret = sys.argv[1:]
for line in sys.stdin:
    user_id, email = (read[word[0]](word[1:]) for word in line.split())
    print(
        nametag_hash(user_id, email, hash_secret),
        nametag_raw_hash(user_id or email, raw_secret),
        nametag_token(user_id, email, True, token_secret),
    )
