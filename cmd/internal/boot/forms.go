package boot

import (
	"io"
	"path/filepath"
	"strings"

	"opsledger/app"
	"opsledger/reports"
)

// WriteForm draws a record as one of the forms into a folder: PDF, and a Word file where offices edit it.
func WriteForm(name string, p app.Printed, dir string, word bool) ([]string, error) {
	return drawn(filepath.Join(dir, FormName(name, p)), word, formDrawing(name, p))
}

// FormName names the file of a record's form, without an ending.
func FormName(name string, p app.Printed) string {
	_, title, _ := reports.FormOf(name)
	return formName(title, p.Number, p.Revealed)
}

func formDrawing(name string, p app.Printed) map[string]func(io.Writer) error {
	return map[string]func(io.Writer) error{
		".pdf":  func(w io.Writer) error { return reports.FormPDF(w, name, p) },
		".docx": func(w io.Writer) error { return reports.FormDOCX(w, name, p) },
	}
}

// DrawForm makes the file of a record's form that the path's ending names, whole or not at all.
func DrawForm(name string, p app.Printed, path string) error {
	draw, ok := formDrawing(name, p)[strings.ToLower(filepath.Ext(path))]
	if !ok {
		return badEnding(path, ".pdf 或 .docx")
	}
	return StreamFile(path, draw)
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
