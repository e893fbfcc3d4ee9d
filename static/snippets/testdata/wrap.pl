use strict;
use warnings;
use Encode qw(decode);
use File::Basename qw(dirname);
use File::Spec;
use MIME::Base64 qw(decode_base64);

require(File::Spec->rel2abs(dirname(__FILE__)) . "/../perl/$_.pl") for qw(hash token);

my ($hash_secret, $token_secret) = @ARGV;
while (my $line = <STDIN>) {
    my ($id, $email) = map { $_ eq '-' ? undef : decode('UTF-8', decode_base64($_)) } split ' ', $line;
    print nametag_hash($id, $email, $hash_secret), ' ', nametag_token($id, $email, 1, $token_secret), "\n";
}
