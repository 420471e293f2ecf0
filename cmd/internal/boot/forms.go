package boot

import (
	"io"
	"path/filepath"

	"opsledger/app"
	"opsledger/reports"
)

// WriteForm draws a record as one of the forms into a folder: PDF, and a Word file where offices edit it.
func WriteForm(name string, p app.Printed, dir string, word bool) ([]string, error) {
	_, title, _ := reports.FormOf(name)
	return drawn(filepath.Join(dir, formName(title, p.Number, p.Revealed)), word, map[string]func(io.Writer) error{
		".pdf":  func(w io.Writer) error { return reports.FormPDF(w, name, p) },
		".docx": func(w io.Writer) error { return reports.FormDOCX(w, name, p) },
	})
}

// WriteRoster draws the duty of a span of time into a folder.
func WriteRoster(r app.Roster, period, dir string, word bool) ([]string, error) {
	return drawn(filepath.Join(dir, formName(reports.RosterTitle, period, r.Revealed)), word, map[string]func(io.Writer) error{
		".pdf":  func(w io.Writer) error { return reports.RosterPDF(w, r) },
		".docx": func(w io.Writer) error { return reports.RosterDOCX(w, r) },
	})
}

// formName names a form's files, without an ending. What is revealed never overwrites what is masked.
func formName(title, number string, revealed bool) string {
	name := title + "-" + number
	if revealed {
		name += "-内部资料"
	}
	return inFileName(name)
}

func drawn(path string, word bool, draw map[string]func(io.Writer) error) ([]string, error) {
	endings := []string{".pdf"}
	if word {
		endings = append(endings, ".docx")
	}
	var files []string
	for _, e := range endings {
		if err := StreamFile(path+e, draw[e]); err != nil {
			return files, err
		}
		files = append(files, path+e)
	}
	return files, nil
}
