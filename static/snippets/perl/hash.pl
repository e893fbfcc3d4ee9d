use strict;
use warnings;
use Digest::SHA qw(hmac_sha256_hex);
use JSON::PP;

# Signs who is logged in, for Nametag('identify', id, { email }, hash). On your server only: the secret is that of a
# signing key for json. An id or email that is undef or '' is left out. Both are strings of characters, not of bytes.
sub nametag_hash {
    my ($id, $email, $secret) = @_;
    my $json = JSON::PP->new->utf8->allow_nonref;
    my @who = (
        length $id    ? '"id":' . $json->encode("$id")       : (),
        length $email ? '"email":' . $json->encode("$email") : (),
    );
    return hmac_sha256_hex('{' . join(',', @who) . '}', $secret);
}

1;
