package boot

import (
	"io"
	"path/filepath"

	"opsledger/app"
	"opsledger/reports"
)

// WriteScore draws a contract year's 考核自评表 into a folder: PDF and workbook, a Word file too where asked.
func WriteScore(s app.Scored, dir string, word bool) ([]string, error) {
	name := "考核自评表-" + string(s.From)[:4]
	if s.Closed == nil {
		name += "-" + s.AsOf.Format("20060102")
	}
	endings := []string{".pdf", ".xlsx"}
	if word {
		endings = append(endings, ".docx")
	}
	var files []string
	for _, ending := range endings {
		path := filepath.Join(dir, name+ending)
		if err := StreamFile(path, func(w io.Writer) error { return scoreDrawing[ending](w, s) }); err != nil {
			return files, err
		}
		files = append(files, path)
	}
	return files, nil
}

var scoreDrawing = map[string]func(io.Writer, app.Scored) error{".pdf": reports.ScorePDF, ".xlsx": reports.ScoreXLSX, ".docx": reports.ScoreDOCX}
