// Package knowledge owns what the team writes down and passes on: manuals, questions and answers, notices from above,
// regulations (R017–R020, R065–R066, R072, R086–R087, R104, R111, R116). It may not import other records, nor rules.
package knowledge

import (
	"cmp"
	"errors"
	"slices"

	"opsledger/app/ledger"
)

// Manual is one 操作手册 with its versions; the fields show the one in force.
type Manual struct {
	Name       string     `label:"手册名称" need:"yes" search:"yes"`
	Audience   string     `label:"受众" dict:"audience" need:"yes"`
	System     string     `label:"所属系统" dict:"system" need:"yes"`
	Owner      string     `label:"责任人" of:"person" index:"yes"`
	Version    string     `label:"版本" step:"yes" search:"yes"`
	Issued     ledger.Day `label:"发布日期" step:"yes" index:"yes"`
	Corrected  string     `label:"校正人" step:"yes"`
	Difference string     `label:"差异说明" type:"long" step:"yes" search:"yes"`
	Versions   []string   `label:"历次版本" step:"yes"`

	Facts ManualFacts
}

// ManualFacts are the versions in the order of their issue.
type ManualFacts struct {
	Versions []Version `json:"versions,omitempty"`
}

// Version is one issue of a manual; the file is an attachment, kept with it.
type Version struct {
	Name       string     `json:"name"`
	On         ledger.Day `json:"on"`
	By         string     `json:"by,omitempty"`
	Difference string     `json:"difference,omitempty"`
	File       string     `json:"file,omitempty"` // hash
}

var (
	errVersion = errors.New("这个版本号已经发布过，旧版只读保留，请用新的版本号")
	errDate    = errors.New("发布日期早于上一版")
)

// ManualKind describes the manual. A manual is known by its name and audience.
var ManualKind = ledger.Define[Manual]("manual", "操作手册",
	ledger.Numbered("SC", "name"),
	ledger.KeyedBy("name", "audience"),
	ledger.States("void:已作废", "draft:编写中", "published:已发布", "retired:已停用"),
	ledger.Told(
		ledger.Field{Key: "file", Label: "手册文件", Type: ledger.File},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
		ledger.Field{Key: "text", Label: "说明", Type: ledger.Long},
	),
	ledger.Step("draft", "登记", ledger.Creates(), ledger.To("draft"), ledger.Asks("name", "audience", "system", "owner?")),
	ledger.Step("publish", "发布", ledger.From("draft", "retired"), ledger.To("published"), ledger.OnSheet(),
		ledger.Asks("version", "issued", "corrected", "difference?", "file?"), ledger.Checked(checkVersion)),
	ledger.Step("correct", "发布新版", ledger.From("published"), ledger.Asks("version", "issued", "corrected", "difference", "file?"), ledger.Checked(checkVersion)),
	ledger.Step("retire", "停用", ledger.From("draft", "published"), ledger.To("retired"), ledger.Asks("reason")),
	ledger.Step("void", "作废", ledger.From("draft"), ledger.To("void"), ledger.Asks("reason")),
	ledger.Derive(deriveManual),
)

func checkVersion(b ledger.Before, f ledger.Fields) error {
	facts, _ := b.Facts.(ManualFacts)
	switch n := len(facts.Versions); {
	case slices.ContainsFunc(facts.Versions, func(v Version) bool { return v.Name == f.Text("version") }):
		return errVersion
	case n > 0 && ledger.Day(f.Text("issued")) < facts.Versions[n-1].On:
		return errDate
	}
	return nil
}

func deriveManual(rec *ledger.Record) {
	var f ManualFacts
	for _, s := range rec.Telling() {
		if a := s.Entry.Action; a == "publish" || a == "correct" {
			f.Versions = append(f.Versions, Version{s.Text("version"), ledger.Day(s.Text("issued")), s.Text("corrected"), s.Text("difference"), s.Text("file")})
		}
	}
	slices.SortStableFunc(f.Versions, func(a, b Version) int { return cmp.Compare(a.On, b.On) })
	rec.Facts = f
	if len(f.Versions) == 0 {
		return
	}
	v := f.Versions[len(f.Versions)-1]
	rec.Fields["version"], rec.Fields["issued"], rec.Fields["corrected"], rec.Fields["difference"] = v.Name, string(v.On), v.By, v.Difference
	lines := []any{}
	for _, v := range f.Versions {
		lines = append(lines, v.Name+"，"+string(v.On)+"，"+v.By+"："+v.Difference)
	}
	rec.Fields["versions"] = lines
}
