package client_test

import (
	"encoding/binary"
	"maps"
	"net/netip"
	"slices"
)

// mmdb is a file in MaxMind's format, as its specification has it: a tree of two 24-bit records per node, data, and a map
// that describes both.
type mmdb struct {
	version uint16           // of IP: 4, or 6 with IPv4 below ::/96
	records map[string]value // by network
}

// value is a string, a uint16, a uint32, a list of strings, or a map of such.
type value any

const (
	recordBytes = 3
	separator   = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	marker      = "\xab\xcd\xefMaxMind.com"
)

// A node's records lead on to another node, or are one of these.
const (
	empty  = -1
	isData = -2 // and below: how far into the data
)

func (m mmdb) bytes() []byte {
	nodes, data := [][2]int{{empty, empty}}, []byte(nil)
	for _, network := range slices.Sorted(maps.Keys(m.records)) {
		nodes = m.insert(nodes, netip.MustParsePrefix(network), isData-len(data))
		data = encode(data, m.records[network])
	}
	return m.file(nodes, data)
}

func (m mmdb) file(nodes [][2]int, data []byte) []byte {
	file := []byte(nil)
	for _, node := range nodes {
		for _, record := range node {
			switch {
			case record == empty:
				record = len(nodes)
			case record <= isData:
				record = len(nodes) + len(separator) + isData - record
			}
			file = append(file, byte(record>>16), byte(record>>8), byte(record))
		}
	}
	file = append(append(append(file, separator...), data...), marker...)
	return encode(file, map[string]value{
		"binary_format_major_version": uint16(2), "binary_format_minor_version": uint16(0), "build_epoch": uint32(1795219200),
		"database_type": "Test-Country", "description": map[string]value{"en": "Made by a test"}, "languages": []string{"en"},
		"ip_version": m.version, "node_count": uint32(len(nodes)), "record_size": uint16(8 * recordBytes),
	})
}

// insert grows the tree down to a network.
func (m mmdb) insert(nodes [][2]int, network netip.Prefix, record int) [][2]int {
	address, bits := network.Addr().AsSlice(), network.Bits()
	if m.version == 6 && network.Addr().Is4() {
		address, bits = append(make([]byte, 12), address...), bits+96
	}
	node := 0
	for i := range bits {
		bit := address[i/8] >> (7 - i%8) & 1
		if i == bits-1 {
			nodes[node][bit] = record
			break
		}
		if nodes[node][bit] == empty {
			nodes[node][bit] = len(nodes)
			nodes = append(nodes, [2]int{empty, empty})
		}
		node = nodes[node][bit]
	}
	return nodes
}

// encode writes a type's number in three bits, a size in five, and what it is the size of. Sizes are under 29.
func encode(to []byte, v value) []byte {
	switch v := v.(type) {
	case string:
		return append(append(to, 2<<5|byte(len(v))), v...)
	case uint16:
		return binary.BigEndian.AppendUint16(append(to, 5<<5|2), v)
	case uint32:
		return binary.BigEndian.AppendUint32(append(to, 6<<5|4), v)
	case []string:
		to = append(to, byte(len(v)), 11-7) // a type that needs a byte of its own
		for _, element := range v {
			to = encode(to, element)
		}
		return to
	case map[string]value:
		to = append(to, 7<<5|byte(len(v)))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			to = encode(encode(to, key), v[key])
		}
		return to
	}
	panic("not written here")
}
