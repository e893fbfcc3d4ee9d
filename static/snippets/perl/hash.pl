use strict;
use warnings;
use Digest::SHA qw(hmac_sha256_hex);
use JSON::PP;

# Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
# signing key for json. $email is undef if there is none. Id and email are strings of characters, not of bytes.
sub nametag_hash {
    my ($id, $email, $secret) = @_;
    my $json = JSON::PP->new->utf8->allow_nonref;
    my $message = '{"id":' . $json->encode("$id") . (defined $email ? ',"email":' . $json->encode($email) : '') . '}';
    return hmac_sha256_hex($message, $secret);
}

1;
