package sheet

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"
)

// large is an export as Excel and WPS write it: texts shared.
func large(t testing.TB, rows, columns int) []byte {
	return book(t, func(f *excelize.File) {
		for r := 1; r <= rows; r++ {
			line := make([]any, columns)
			for c := range line {
				line[c] = fmt.Sprintf("第%d行的第%d格", r, c)
				if c%3 == 0 {
					line[c] = "工伤联网结算"
				}
			}
			f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", r), &line)
		}
	})
}

func BenchmarkRows(b *testing.B) {
	raw := large(b, 20_000, 17)
	b.SetBytes(int64(len(raw)))
	b.Run("ours", func(b *testing.B) {
		for b.Loop() {
			if n, err := drain(raw); n != 20_000 || err != nil {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("excelize", func(b *testing.B) {
		for b.Loop() {
			f, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{RawCellValue: true})
			if err != nil {
				b.Fatal(err)
			}
			rows, err := f.Rows("Sheet1")
			if err != nil {
				b.Fatal(err)
			}
			for rows.Next() {
				if _, err := rows.Columns(); err != nil {
					b.Fatal(err)
				}
			}
			f.Close()
		}
	})
}
