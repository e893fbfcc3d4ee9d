<?php

// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
// signing key for json. An id or email that is null or '' is left out.
function nametag_hash(?string $id, ?string $email, string $secret): string
{
    $who = array_filter(['id' => $id, 'email' => $email]);
    return hash_hmac('sha256', json_encode($who, JSON_THROW_ON_ERROR), $secret);
}
