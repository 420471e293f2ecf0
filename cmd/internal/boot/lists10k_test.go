package boot

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opsledger/app"
)

// TestTenThousandParticipantsGoRound holds that a list which fills more than a cell of a spreadsheet goes out and comes back whole.
func TestTenThousandParticipantsGoRound(t *testing.T) {
	s := founded(t)
	var sheet strings.Builder
	sheet.WriteString("类别,主题,主讲人,计划时间,签到名单\n培训,全市经办人员轮训,张伟,2026-02-02 09:00,\n")
	for i := range 10_000 {
		fmt.Fprintf(&sheet, ",,,,学员%05d|市社保中心企业养老科|业务人员\n", i)
	}
	dir := t.TempDir()
	first := filepath.Join(dir, "first.csv")
	if err := os.WriteFile(first, []byte(sheet.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := s.Import(t.Context(), "training", first, app.Importing{}, nil)
	if err != nil || out.Rows != 1 || out.Created != 1 || len(out.Faults) > 0 {
		t.Fatalf("%+v %v", out, err)
	}
	for _, name := range []string{"again.xlsx", "again.csv"} {
		path := filepath.Join(dir, name)
		if n, err := s.ExportFile(context.Background(), app.Export{Query: app.Query{Kind: "training"}}, path); err != nil || n != 1 {
			t.Fatalf("%d records: %v", n, err)
		}
		out, err := s.Import(t.Context(), "training", path, app.Importing{}, nil)
		if err != nil || out.Rows != 1 || out.Unchanged != 1 || out.Updated != 0 || len(out.Faults) > 0 {
			t.Errorf("%s: %+v %v", name, out, err)
		}
	}
	list, err := s.List(t.Context(), app.Query{Kind: "training"}, "")
	if err != nil || len(list) != 1 || list[0].Fields["trained"] != int64(10_000) {
		t.Errorf("%d trainings: %v", len(list), err)
	}
}
