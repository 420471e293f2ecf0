package cryptvfs

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/crypto/chacha20poly1305"
)

// Layout of a sealed page: ciphertext, nonce, tag. SQLite keeps the last 40 bytes of a page free for the two.
const (
	pageSize  = 4096
	nonceSize = chacha20poly1305.NonceSizeX
	tagSize   = 16
	reserve   = nonceSize + tagSize
	bodySize  = pageSize - reserve
	saltSize  = 8
)

// pages lends buffers for what is about to be written.
var (
	pages  = sync.Pool{New: func() any { return new([pageSize + reserve]byte) }}
	frames = sync.Pool{New: func() any { return new([sealedFrame]byte) }}
)

// keys are derived from the data key, one for each purpose.
type keys struct {
	page, frame, header cipher.AEAD
}

func deriveKeys(data *[32]byte) (keys, error) {
	var k keys
	for purpose, aead := range map[string]*cipher.AEAD{"db": &k.page, "wal": &k.frame, "walhdr": &k.header} {
		raw, err := hkdf.Key(sha256.New, data[:], nil, "opsledger/cryptvfs/1/"+purpose, chacha20poly1305.KeySize)
		if err != nil {
			return keys{}, fmt.Errorf("deriving key %s: %w", purpose, err)
		}
		if *aead, err = chacha20poly1305.NewX(raw); err != nil {
			return keys{}, fmt.Errorf("deriving key %s: %w", purpose, err)
		}
	}
	return k, nil
}

// seal appends ciphertext, nonce and tag of plain to dst: len(plain)+40 bytes. With room for them in dst it makes no
// garbage: a page is sealed at every write.
func seal(a cipher.AEAD, dst, plain, bound []byte) []byte {
	body := len(dst) + len(plain)
	dst = slices.Grow(dst, len(plain)+reserve)
	nonce := dst[body+tagSize : body+reserve] // behind the tag, while sealing
	rand.Read(nonce)                          // never fails: crypto/rand ends the process instead
	dst = a.Seal(dst, nonce, plain, bound)
	tag := [tagSize]byte(dst[body:])
	dst = append(dst[:body], nonce...)
	return append(dst, tag[:]...)
}

// open is the inverse of seal, done where the bytes lie: afterwards buf begins with the plaintext and ends in 40
// zeros. It reports false where the bytes were not sealed for this place; buf is then worthless.
func open(a cipher.AEAD, buf, bound []byte) bool {
	body := len(buf) - reserve
	nonce := [nonceSize]byte(buf[body:])
	copy(buf[body:], buf[body+nonceSize:]) // the tag, next to the body
	_, err := a.Open(buf[:0], nonce[:], buf[:body+tagSize], bound)
	clear(buf[body:])
	return err == nil
}

// bound is what a sealed piece is tied to: what it is, the file's salt, its place, and for log frames the log's
// own salt.
func bound(what byte, salt [saltSize]byte, place int64, more []byte) []byte {
	b := make([]byte, 0, 40)
	b = append(b, what)
	b = append(b, salt[:]...)
	b = binary.LittleEndian.AppendUint64(b, uint64(place))
	return append(b, more...)
}
