<?php

// Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
// signing key for json. $email is null if there is none.
function nametag_hash(string $id, ?string $email, string $secret): string
{
    $who = ['id' => $id];
    if ($email) {
        $who['email'] = $email;
    }
    return hash_hmac('sha256', json_encode($who, JSON_THROW_ON_ERROR), $secret);
}
