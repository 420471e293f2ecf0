// Package system owns the list of systems and their interfaces (系统接口清单; R008, R010, R056, R071): parts, interfaces, other vendors,
// and the duties with the date from which each version holds, so that an old ticket is read by the old one. It may not import
// other records, nor rules.
package system

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"opsledger/app/ledger"
)

// System is one entry of the 系统接口清单. What changes over time is told by steps with the date from which it holds.
type System struct {
	Name       string     `label:"名称" need:"yes" search:"yes" names:"系统名称,应用名称"`
	Type       string     `label:"类型" choices:"业务系统,创新区应用,接口,外部系统" need:"yes" index:"yes"`
	System     string     `label:"对应工单的系统" dict:"system" help:"填写后可从系统反查工单"`
	Innovation bool       `label:"创新区" names:"是否创新区"`
	Owner      string     `label:"负责人" of:"person" search:"yes"`
	Parts      []string   `label:"组成部分" step:"yes" search:"yes"`
	Interfaces []string   `label:"接口" step:"yes" search:"yes" help:"每行一个：接口名 | 对方 | 方式"`
	Vendors    []string   `label:"相关厂商" step:"yes" search:"yes" names:"接口方,厂商"`
	Duties     []string   `label:"职责" step:"yes" search:"yes" names:"职责范围"`
	Since      ledger.Day `label:"生效日期" step:"yes" future:"yes"`
	Basis      string     `label:"依据" step:"yes"`
	ProvidedOn ledger.Day `label:"清单提供日期" step:"yes" index:"yes"`
	Version    int        `label:"版本" step:"yes"`
	Versions   []string   `label:"历次版本" step:"yes"`

	Facts Facts
}

// Facts are the versions by the date from which each holds.
type Facts struct {
	Versions []Version `json:"versions,omitempty"`
}

// Version is what held from a date on.
type Version struct {
	Since      ledger.Day `json:"since"`
	Parts      []string   `json:"parts,omitempty"`
	Interfaces []string   `json:"interfaces,omitempty"`
	Vendors    []string   `json:"vendors,omitempty"`
	Duties     []string   `json:"duties,omitempty"`
	Basis      string     `json:"basis,omitempty"`
}

// On is the version that held on a day (R071); ok is false before the first.
func (f Facts) On(day ledger.Day) (v Version, ok bool) {
	for _, o := range f.Versions {
		if o.Since <= day {
			v, ok = o, true
		}
	}
	return v, ok
}

var changing = []string{"parts?", "interfaces?", "vendors?", "duties?"}

// Kind describes the system. Its name says which it is.
var Kind = ledger.Define[System]("system", "系统接口清单",
	ledger.Numbered("JK", "name"),
	ledger.KeyedBy("name"),
	ledger.States("void:已作废", "active:在用", "retired:已停用"),
	ledger.Told(ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long}),
	ledger.Step("record", "登记", ledger.Creates(), ledger.To("active"), ledger.Asks(append([]string{"name", "type", "since", "system?", "innovation?", "owner?", "basis?"}, changing...)...), ledger.Checked(checkLists)),
	ledger.Step("update", "变更", ledger.From("active"), ledger.Asks(append([]string{"since", "basis"}, changing...)...), ledger.Checked(checkUpdate)),
	ledger.Step("provide", "提供清单", ledger.From("active"), ledger.OnSheet(), ledger.Asks("provided_on")),
	ledger.Step("retire", "停用", ledger.From("active"), ledger.To("retired"), ledger.Asks("reason")),
	ledger.Step("restore", "恢复使用", ledger.From("retired"), ledger.To("active"), ledger.Asks("reason")),
	ledger.Step("void", "作废", ledger.From("active", "retired"), ledger.To("void"), ledger.Asks("reason")),
	ledger.Derive(derive),
)

var (
	errNothing   = errors.New("没有要变更的内容：请填写组成部分、接口、相关厂商或职责")
	errInterface = errors.New("接口应写作：接口名 | 对方 | 方式")
)

func checkLists(_ ledger.Before, f ledger.Fields) error {
	for _, line := range ledger.Lines(f["interfaces"]) {
		if name, _, _ := strings.Cut(strings.ReplaceAll(line, "｜", "|"), "|"); strings.TrimSpace(name) == "" {
			return errInterface
		}
	}
	return nil
}

func checkUpdate(b ledger.Before, f ledger.Fields) error {
	for _, key := range []string{"parts", "interfaces", "vendors", "duties"} {
		if len(ledger.Lines(f[key])) > 0 {
			return checkLists(b, f)
		}
	}
	return errNothing
}

func derive(rec *ledger.Record) {
	var f Facts
	var provided string
	for _, s := range rec.Telling() {
		switch s.Entry.Action {
		case "record", "update":
			f.tell(s)
		case "provide":
			provided = s.Text("provided_on")
		}
	}
	rec.Facts = f
	f.show(rec.Fields)
	if provided != "" {
		rec.Fields["provided_on"] = provided
	}
}

// tell puts a version in its place; what it does not say it has from the one before. One of the same day adds to it.
func (f *Facts) tell(s *ledger.Taken) {
	v := Version{Since: ledger.Day(s.Text("since"))}
	at, found := slices.BinarySearchFunc(f.Versions, v, func(a, b Version) int { return cmp.Compare(a.Since, b.Since) })
	if found {
		v = f.Versions[at]
	} else if at > 0 {
		v = f.Versions[at-1]
	}
	v.Since, v.Basis = ledger.Day(s.Text("since")), s.Text("basis")
	for key, list := range map[string]*[]string{"parts": &v.Parts, "interfaces": &v.Interfaces, "vendors": &v.Vendors, "duties": &v.Duties} {
		if told := ledger.Lines(s.Value(key)); told != nil {
			*list = told
		}
	}
	if found {
		f.Versions[at] = v
		return
	}
	f.Versions = slices.Insert(f.Versions, at, v)
}

func (f Facts) show(fields ledger.Fields) {
	if len(f.Versions) == 0 {
		return
	}
	var told []any
	for _, v := range f.Versions {
		line := string(v.Since) + " 起"
		if v.Basis != "" {
			line += "（" + v.Basis + "）"
		}
		told = append(told, line+"："+strings.Join(v.Duties, "、"))
	}
	last := f.Versions[len(f.Versions)-1]
	fields["since"], fields["version"], fields["versions"] = string(last.Since), int64(len(f.Versions)), told
	if last.Basis != "" {
		fields["basis"] = last.Basis
	}
	for key, list := range map[string][]string{"parts": last.Parts, "interfaces": last.Interfaces, "vendors": last.Vendors, "duties": last.Duties} {
		if len(list) == 0 {
			continue
		}
		var shown []any
		for _, line := range list {
			shown = append(shown, line)
		}
		fields[key] = shown
	}
}
