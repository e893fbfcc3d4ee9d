use strict;
use warnings;
use Encode qw(decode);
use File::Basename qw(dirname);
use File::Spec;
use MIME::Base64 qw(decode_base64);

require(File::Spec->rel2abs(dirname(__FILE__)) . "/../perl/$_.pl") for qw(hash raw token);

my %read = ('-' => sub { undef }, '#' => sub { 0 + $_[0] }, ':' => sub { decode('UTF-8', decode_base64($_[0])) });
my ($hash_secret, $raw_secret, $token_secret) = @ARGV;
while (my $line = <STDIN>) {
    my ($id, $email) = map { $read{substr $_, 0, 1}->(substr $_, 1) } split ' ', $line;
    my $bare = length $id ? $id : $email;
    print nametag_hash($id, $email, $hash_secret), ' ', nametag_raw_hash($bare, $raw_secret), ' ', nametag_token($id, $email, 1, $token_secret), "\n";
}
