package bench

import (
	"bytes"
	"fmt"
	"strconv"
)

// nameOf is a person's external id, and what stands before the @ of her email.
func nameOf(person int) string { return fmt.Sprintf("u%08d", person) }

// What changes from one request to the next has as many digits each time.
const (
	seatsFrom     = 10_000_000
	commandDigits = 20
)

// argsOf is what a page says of a person. Another number of seats is a change.
func argsOf(person, seats int) string {
	name := nameOf(person)
	return fmt.Sprintf(`{"external_id":"%[1]s","email":"%[1]s@example.com","traits":{"name":"Jane %[1]s","company":"m00000000","custom_data":{"plan":"pro","seats":%[2]d}}}`,
		name, seatsFrom+seats)
}

// request is one identify call over HTTP, ready to be sent again and again.
type request struct {
	text           []byte
	command, seats []byte // places in text
}

// identifyOf is what a person's browser sends.
func (h *house) identifyOf(person int) *request {
	body := fmt.Sprintf(`{"site":"%s","visitor":"%s","page":{"url":"%s/mugs","title":"Mugs"},"sent_at":1795224000000,"commands":[{"id":"%0*d","call":"identify","args":%s}]}`,
		h.site.Key, h.token(person), origin, commandDigits, 0, argsOf(person, 0))
	r := &request{text: []byte("POST /v1/commands HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: " + origin +
		"\r\nContent-Type: text/plain\r\nContent-Length: " + strconv.Itoa(len(body)) + "\r\n\r\n" + body)}
	r.command = r.after(`"commands":[{"id":"`, commandDigits)
	r.seats = r.after(`"seats":`, len(strconv.Itoa(seatsFrom)))
	return r
}

func (r *request) after(mark string, n int) []byte {
	at := bytes.Index(r.text, []byte(mark)) + len(mark)
	return r.text[at : at+n]
}

// saying is the request as the nth command ever, with that many seats.
func (r *request) saying(nth uint64, seats int) []byte {
	put(r.command, nth)
	put(r.seats, uint64(seatsFrom+seats%seatsFrom))
	return r.text
}

// put writes n in decimal over all of place.
func put(place []byte, n uint64) {
	for i := len(place) - 1; i >= 0; i-- {
		place[i] = '0' + byte(n%10)
		n /= 10
	}
}
