package proof

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"hash"
)

// readings are what a text may be, each with what would be wrong with it.
type readings []reading

type reading struct {
	digest    []byte // all of it, or its beginning
	algorithm *algorithm
	wrong     []*Reason
}

func (all readings) has(a *algorithm) bool {
	for _, r := range all {
		if r.algorithm == a {
			return true
		}
	}
	return false
}

// find looks for the reading that this sum begins with.
func (all readings) find(a *algorithm, sum []byte) (wrong []*Reason, ok bool) {
	for _, r := range all {
		if r.algorithm == a && len(r.digest) <= len(sum) && subtle.ConstantTimeCompare(r.digest, sum[:len(r.digest)]) == 1 {
			return r.wrong, true
		}
	}
	return nil, false
}

// algorithm is a hash function that people sign with.
type algorithm struct {
	name string
	size int
	make func() hash.Hash
}

var (
	rightAlgorithm = &algorithm{"SHA-256", sha256.Size, sha256.New}
	algorithms     = []*algorithm{
		rightAlgorithm, {"MD5", md5.Size, md5.New}, {"SHA-1", sha1.Size, sha1.New},
		{"SHA-384", sha512.Size384, sha512.New384}, {"SHA-512", sha512.Size, sha512.New},
	}
)
