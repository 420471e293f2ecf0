package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func TestABombIsRefusedAndNothingIsSpilled(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, _ := z.Create("xl/workbook.xml")
	w.Write([]byte("<workbook/>"))
	w, _ = z.Create("xl/worksheets/sheet1.xml")
	chunk := bytes.Repeat([]byte("a"), 1<<20)
	for range 600 {
		w.Write(chunk)
	}
	z.Close()
	if _, err := read(t, b.Bytes()); !errors.Is(err, ErrTooBig) {
		t.Errorf("600 MB: %v", err)
	}
	large := book(t, func(f *excelize.File) {
		for i := range 20000 {
			f.SetCellStr("Sheet1", fmt.Sprintf("A%d", i+1), strings.Repeat("字", 400)+fmt.Sprint(i))
		}
	})
	rows, err := read(t, large)
	if err != nil || len(rows) != 20000 {
		t.Fatalf("%d %v", len(rows), err)
	}
	left, _ := os.ReadDir(tmp)
	if len(left) > 0 {
		t.Errorf("%d files were spilled", len(left))
	}
}

// bomb is a book whose first sheet is what write makes of it, unpacked.
func bomb(t testing.TB, part string, write func(w io.Writer)) []byte {
	t.Helper()
	raw := numbered(t, 2)
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		p, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			write(p)
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(p, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// peak measures the memory held while do runs, in MB.
func peak(do func()) uint64 {
	runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	var most atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapInuse))
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	do()
	close(stop)
	<-stopped
	return most.Load() >> 20
}

func TestBombsStayWithinTheMemoryPromised(t *testing.T) {
	const sheet1 = "xl/worksheets/sheet1.xml"
	filled := func(head, body, tail string, mb int) func(w io.Writer) {
		return func(w io.Writer) {
			io.WriteString(w, head)
			chunk := strings.Repeat(body, 1<<20/len(body))
			for range mb {
				io.WriteString(w, chunk)
			}
			io.WriteString(w, tail)
		}
	}
	const open, shut = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`, `</sheetData></worksheet>`
	for name, raw := range map[string][]byte{
		"600 MB cell":  bomb(t, sheet1, filled(open+`<row r="1"><c r="A1" t="inlineStr"><is><t>`, "a", `</t></is></c></row>`+shut, 600)),
		"380 MB cell":  bomb(t, sheet1, filled(open+`<row r="1"><c r="A1" t="inlineStr"><is><t>`, "a", `</t></is></c></row>`+shut, 380)),
		"380 MB text":  bomb(t, sharedPart, filled(`<sst><si><t>`, "a", `</t></si></sst>`, 380)),
		"one long row": bomb(t, sheet1, filled(open+`<row r="1">`, `<c><f/><v>1</v></c>`, `</row>`+shut, 300)),
		"many rows":    bomb(t, sheet1, filled(open, `<row><c><v>1</v></c></row>`, shut, 300)),
		"styles":       bomb(t, "xl/styles.xml", filled(`<styleSheet><cellXfs>`, `<xf/>`, `</cellXfs></styleSheet>`, 30)),
		"large styles": bomb(t, "xl/styles.xml", filled(`<styleSheet>`, ` `, `</styleSheet>`, 60)),
		"overflow":     claims(t, 1<<63),
	} {
		var err error
		if mb := peak(func() { _, err = drain(raw) }); mb > 450 {
			t.Errorf("%s: %d MB", name, mb)
		}
		if !errors.Is(err, ErrTooBig) && !(name == "one long row" && errors.Is(err, ErrNotSheet)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// claims is an archive whose directory lies about sizes.
func claims(t testing.TB, size uint64) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		p, err := w.CreateRaw(&zip.FileHeader{Name: name, UncompressedSize64: size, CompressedSize64: 1})
		if err != nil {
			t.Fatal(err)
		}
		p.Write([]byte("x"))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// drain reads a book without keeping its rows.
func drain(raw []byte) (n int, err error) {
	b, err := Open(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return 0, err
	}
	defer b.Close()
	for _, err := range b.Rows(context.Background(), b.Sheets[0], nil) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
