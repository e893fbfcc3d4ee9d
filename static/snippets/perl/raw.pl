use strict;
use warnings;
use Digest::SHA qw(hmac_sha256_hex);
use Encode qw(encode);

# Signs the bare id, or the bare email of somebody without an id, as for Intercom, Chatwoot or Crisp. On your server
# only: the secret is that of a signing key for raw-id or raw-email.
sub nametag_raw_hash {
    my ($id_or_email, $secret) = @_;
    return hmac_sha256_hex(encode('UTF-8', "$id_or_email"), $secret);
}

1;
