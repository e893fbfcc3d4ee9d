<?php

// Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
// only: the secret is that of a signing key for raw-id or raw-email.
function nametag_raw_hash(string $idOrEmail, string $secret): string
{
    return hash_hmac('sha256', $idOrEmail, $secret);
}
