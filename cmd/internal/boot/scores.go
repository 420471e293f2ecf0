package boot

import (
	"io"
	"path/filepath"
	"strings"

	"opsledger/app"
	"opsledger/reports"
)

// WriteScore draws a contract year's 考核自评表 into a folder: PDF and workbook, a Word file too where asked.
func WriteScore(s app.Scored, dir string, word bool) ([]string, error) {
	endings := []string{".pdf", ".xlsx"}
	if word {
		endings = append(endings, ".docx")
	}
	var files []string
	for _, ending := range endings {
		path := filepath.Join(dir, ScoreName(s)+ending)
		if err := DrawScore(s, path); err != nil {
			return files, err
		}
		files = append(files, path)
	}
	return files, nil
}

// ScoreName names the sheet's file, without an ending: that of an open year by the day it looks at.
func ScoreName(s app.Scored) string {
	name := "考核自评表-" + string(s.From)[:4]
	if s.Closed == nil {
		name += "-" + s.AsOf.Format("20060102")
	}
	return name
}

var scoreDrawing = map[string]func(io.Writer, app.Scored) error{".pdf": reports.ScorePDF, ".xlsx": reports.ScoreXLSX, ".docx": reports.ScoreDOCX}

// DrawScore makes the file of a score that the path's ending names, whole or not at all.
func DrawScore(s app.Scored, path string) error {
	draw, ok := scoreDrawing[strings.ToLower(filepath.Ext(path))]
	if !ok {
		return badEnding(path, ".pdf、.xlsx 或 .docx")
	}
	return StreamFile(path, func(w io.Writer) error { return draw(w, s) })
}
