<?php
require __DIR__ . '/../php/hash.php';
require __DIR__ . '/../php/token.php';

[, $hashSecret, $tokenSecret] = $argv;
while ($line = fgets(STDIN)) {
    [$id, $email] = array_map(fn ($word) => $word === '-' ? null : base64_decode($word), explode(' ', trim($line)));
    echo nametag_hash($id, $email, $hashSecret), ' ', nametag_token($id, $email, true, $tokenSecret), "\n";
}
