// Package proof makes and checks what is signed: pure functions over bytes and keys. It keeps nothing, asks nobody
// and knows no rule about what a proof is good for.
package proof
