package report

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

// packed begins a frozen text that is raw DEFLATE (RFC 1951) in base64: any tool can open it.
const packed = "deflate:"

// unpackedBytes bounds what a frozen text may open to.
const unpackedBytes = 64 << 20

// Pack shortens a frozen text that is long.
func Pack(raw []byte) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(packed)
	text := base64.NewEncoder(base64.StdEncoding, &b)
	w, err := flate.NewWriter(text, flate.BestCompression)
	if err == nil {
		_, err = w.Write(raw)
	}
	if err == nil {
		err = w.Close()
	}
	if err == nil {
		err = text.Close()
	}
	return b.Bytes(), err
}

// Unpack gives a frozen text as it was, whether it was shortened or not. One that opens to more than any report holds is refused.
func Unpack(text string) ([]byte, error) {
	short, ok := strings.CutPrefix(text, packed)
	if !ok {
		return []byte(text), nil
	}
	r := io.LimitReader(flate.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(short))), unpackedBytes+1)
	raw, err := io.ReadAll(r)
	if err == nil && len(raw) > unpackedBytes {
		err = fmt.Errorf("it opens to more than %d bytes", unpackedBytes)
	}
	return raw, err
}
