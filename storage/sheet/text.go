package sheet

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"opsledger/app/rule/intake"
)

// textFile is separated text: CSV as Excel, WPS and the province's systems write it.
type textFile struct {
	r         io.ReaderAt
	size      int64
	skip      int64 // byte order mark and, where there is one, the line that names the separator
	encoding  encoding.Encoding
	name      string // of the encoding, as people know it
	separator byte
	pasted    bool
}

// boms are the byte order marks.
var boms = []struct {
	mark string
	name string
	enc  encoding.Encoding
}{
	{"\xef\xbb\xbf", "UTF-8", nil},
	{"\xff\xfe", "UTF-16", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"\xfe\xff", "UTF-16", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
}

// openText tells a text's encoding and what separates its cells.
func openText(r io.ReaderAt, size int64, head []byte) (*textFile, error) {
	t := &textFile{r: r, size: size}
	for _, b := range boms {
		if bytes.HasPrefix(head, []byte(b.mark)) {
			t.skip, t.name, t.encoding = int64(len(b.mark)), b.name, b.enc
		}
	}
	if t.name == "" {
		if err := t.guess(); err != nil {
			return nil, err
		}
	}
	sample, err := t.sample()
	if err != nil {
		return nil, err
	}
	t.separator = intake.Separator(sample)
	return t, t.named(sample)
}

const (
	guessed    = 4096      // characters beyond ASCII that an encoding is told by
	sampleSize = 256 << 10 // bytes that the separator is told by
)

// guess tells UTF-8 from GB 18030: Chinese in UTF-8 takes three bytes a character, in a pattern that other text does
// not have for long.
func (t *textFile) guess() error {
	in := bufio.NewReaderSize(io.NewSectionReader(t.r, 0, t.size), 64<<10)
	good, bad := 0, 0
	for other := 0; other < guessed; {
		c, size, err := in.ReadRune()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("reading text: %w", err)
		}
		switch {
		case c < utf8.RuneSelf:
			continue
		case c == utf8.RuneError && size == 1:
			bad++
		case size > 2:
			good += size
		}
		other++
	}
	t.name = "UTF-8"
	if bad > 0 && good <= 2*bad || good == 0 && bad == 0 && t.twoByte() {
		t.name, t.encoding = "GB 18030", simplifiedchinese.GB18030
	}
	return nil
}

// twoByte reports whether a text without three-byte characters has others: in UTF-8 that would be no Chinese.
func (t *textFile) twoByte() bool {
	head := make([]byte, 4096)
	n, _ := t.r.ReadAt(head, 0) // read once already; a short read is fine
	return bytes.ContainsFunc(head[:n], func(r rune) bool { return r >= utf8.RuneSelf })
}

// sample is the beginning, decoded as far as it can be.
func (t *textFile) sample() ([]byte, error) {
	out, err := io.ReadAll(io.LimitReader(t.text(), sampleSize))
	var bad *intake.EncodingError
	if errors.As(err, &bad) {
		err = nil // told with its row when the rows are read
	}
	return out, err
}

// named obeys a first line that names the separator, as Excel does: sep=;
func (t *textFile) named(sample []byte) error {
	line, _, _ := bytes.Cut(sample, []byte("\n"))
	name, ok := strings.CutPrefix(strings.TrimRight(string(line), "\r"), "sep=")
	if !ok || len(name) != 1 {
		return nil
	}
	t.separator = name[0]
	width := int64(1)
	if t.name == "UTF-16" {
		width = 2
	}
	t.skip += width * int64(len(line)+1)
	if t.skip > t.size {
		return ErrEmpty
	}
	return nil
}

// text is the file in UTF-8. It ends with an *intake.EncodingError at the first bytes that are not of its encoding.
func (t *textFile) text() io.Reader {
	raw := io.NewSectionReader(t.r, t.skip, t.size-t.skip)
	if t.encoding == nil {
		return &checked{in: raw, name: t.name}
	}
	return &checked{in: transform.NewReader(raw, t.encoding.NewDecoder()), name: t.name, decoded: true}
}

// checked passes on UTF-8 up to the first bytes that are none; a decoder has put U+FFFD in their place.
type checked struct {
	in      io.Reader
	name    string
	decoded bool
	buf     [32 << 10]byte
	ready   []byte // checked, not yet given
	tail    []byte // the beginning of a character
	err     error
}

func (c *checked) Read(p []byte) (int, error) {
	for len(c.ready) == 0 {
		if c.err != nil {
			return 0, c.err
		}
		kept := copy(c.buf[:], c.tail)
		n, err := c.in.Read(c.buf[kept:])
		have := c.buf[:kept+n]
		end, bad := c.valid(have, err != nil)
		c.ready, c.tail, c.err = have[:end], have[end:], err
		if bad {
			c.err = &intake.EncodingError{Name: c.name}
		}
	}
	n := copy(p, c.ready)
	c.ready = c.ready[n:]
	return n, nil
}

// valid gives how much of b is good, and whether what follows is bad rather than cut off.
func (c *checked) valid(b []byte, whole bool) (end int, bad bool) {
	for end < len(b) {
		if b[end] < utf8.RuneSelf {
			end++
			continue
		}
		if !whole && !utf8.FullRune(b[end:]) {
			return end, false
		}
		r, size := utf8.DecodeRune(b[end:])
		if r == utf8.RuneError && (size == 1 || c.decoded) {
			return end, true
		}
		end += size
	}
	return end, false
}

// rows gives the rows under the limits.
func (t *textFile) rows(ctx context.Context, progress func(int)) intake.Rows {
	return func(yield func(intake.Row, error) bool) {
		filled := 0
		for row, err := range t.cut() {
			switch {
			case err == nil && ctx.Err() != nil:
				err = ctx.Err()
			case len(row.Cells) > maxColumns:
				err = refuse(ErrTooBig, nil, "第%d行超过 %d 列", row.Number, maxColumns)
			}
			if len(row.Cells) > 1 {
				filled++
			}
			if filled > MaxRows+maxTitles {
				err = refuse(ErrTooBig, nil, "超过 %d 行", MaxRows)
			}
			if err != nil {
				yield(intake.Row{}, fmt.Errorf("reading text: %w", err))
				return
			}
			if progress != nil && row.Number%500 == 0 {
				progress(row.Number)
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// cut cuts the text into rows.
func (t *textFile) cut() intake.Rows {
	if !t.pasted {
		return intake.Separated(t.text(), t.separator)
	}
	return func(yield func(intake.Row, error) bool) {
		whole, err := io.ReadAll(t.text())
		if err != nil {
			yield(intake.Row{}, err)
			return
		}
		intake.Pasted(string(whole))(yield)
	}
}

// lines is about how many rows there are.
func (t *textFile) lines() int {
	in := io.NewSectionReader(t.r, t.skip, t.size-t.skip)
	buf := make([]byte, 256<<10)
	lines := 0
	for {
		n, err := in.Read(buf)
		lines += bytes.Count(buf[:n], []byte("\n"))
		if err != nil {
			return lines // an error shows when the rows are read
		}
	}
}
