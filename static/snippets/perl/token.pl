use strict;
use warnings;
use Digest::SHA qw(hmac_sha256);
use JSON::PP;
use MIME::Base64 qw(encode_base64url);

# Makes a token, valid for an hour, for Nametag('identify', { external_id: id, token }). On your server only: the secret
# is that of a signing key for tokens. An id or email that is undef or '' is left out; $email_verified says whether the
# user has confirmed the email.
sub nametag_token {
    my ($id, $email, $email_verified, $secret) = @_;
    my %claims = (iat => time, exp => time + 3600);
    $claims{sub} = "$id" if length $id;
    if (length $email) {
        $claims{email} = "$email";
        $claims{email_verified} = $email_verified ? JSON::PP::true : JSON::PP::false;
    }
    my $signed = encode_base64url('{"alg":"HS256","typ":"JWT"}') . '.' . encode_base64url(JSON::PP->new->utf8->encode(\%claims));
    return $signed . '.' . encode_base64url(hmac_sha256($signed, $secret));
}

1;
