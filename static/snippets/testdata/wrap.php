<?php
foreach (['hash', 'raw', 'token'] as $name) {
    require __DIR__ . "/../php/$name.php";
}

$read = fn ($word) => match ($word[0]) {
    '-' => null,
    '#' => (int) substr($word, 1),
    ':' => base64_decode(substr($word, 1)),
};
[, $hashSecret, $rawSecret, $tokenSecret] = $argv;
while ($line = fgets(STDIN)) {
    [$id, $email] = array_map($read, explode(' ', trim($line)));
    echo nametag_hash($id, $email, $hashSecret), ' ', nametag_raw_hash($id ?: $email, $rawSecret), ' ', nametag_token($id, $email, true, $tokenSecret), "\n";
}
