package boot

import (
	"bytes"
	"path/filepath"
	"strings"

	"opsledger/app"
	"opsledger/reports"
)

// WriteRecord draws one record as PDF into a folder. What is revealed never overwrites what is masked.
func WriteRecord(p app.Printed, dir string) ([]string, error) {
	path := filepath.Join(dir, RecordName(p)+".pdf")
	if err := DrawRecord(p, path); err != nil {
		return nil, err
	}
	return []string{path}, nil
}

// DrawRecord makes the PDF of a record, whole or not at all; a file that was there is replaced.
func DrawRecord(p app.Printed, path string) error {
	var b bytes.Buffer
	if err := reports.RecordPDF(&b, p); err != nil {
		return err
	}
	return WriteFile(path, b.Bytes())
}

// RecordName names a record's file, without an ending.
func RecordName(p app.Printed) string { return formName(p.Kind, p.Number, p.Revealed) }

// inFileName replaces what Windows or a mail would not take in a file's name.
func inFileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 80 {
		s = string(r[:80])
	}
	return strings.Trim(s, " .")
}
