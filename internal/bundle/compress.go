package bundle

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/andybalholm/brotli"
)

// compressed adds a .br and a .gz beside each file.
func compressed(out Output) (Output, error) {
	for _, name := range slices.Sorted(maps.Keys(out.Files)) {
		content := out.Files[name]
		br, err := brotlied(content)
		if err != nil {
			return Output{}, fmt.Errorf("brotli %s: %w", name, err)
		}
		gz, err := squeeze(content, func(w io.Writer) (io.WriteCloser, error) {
			return gzip.NewWriterLevel(w, gzip.BestCompression)
		})
		if err != nil {
			return Output{}, fmt.Errorf("gzip %s: %w", name, err)
		}
		out.Files[name+".br"], out.Files[name+".gz"] = br, gz
	}
	return out, nil
}

func brotlied(content []byte) ([]byte, error) {
	return squeeze(content, func(w io.Writer) (io.WriteCloser, error) {
		return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 22}), nil
	})
}

func squeeze(content []byte, writer func(io.Writer) (io.WriteCloser, error)) ([]byte, error) {
	var b bytes.Buffer
	w, err := writer(&b)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
