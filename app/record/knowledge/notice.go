package knowledge

import (
	"errors"
	"fmt"
	"time"

	"opsledger/app/ledger"
)

// Notice is one 通告 of the province or the center: a new rule, module or release, whom it is passed on to, and the manuals it
// touches (R018, R104).
type Notice struct {
	Title     string     `label:"通告标题" need:"yes" search:"yes"`
	From      string     `label:"发布方" choices:"省厅,省项目组,信息中心,其他" need:"yes"`
	Sort      string     `label:"类型" choices:"经办新要求,新上线模块,系统升级,政策参数,其他" need:"yes" index:"yes"`
	Received  ledger.Day `label:"收到日期" need:"yes" index:"yes"`
	Effective ledger.Day `label:"生效日期" future:"yes" index:"yes"`
	Content   string     `label:"内容" type:"long" search:"yes"`
	Audience  []string   `label:"传达对象" type:"list" of:"unit" need:"yes" help:"每行一个单位或人员"`
	Manuals   []string   `label:"影响的手册" type:"list" of:"manual" help:"每行一本；登记后自动列入待更新手册"`
	Owner     string     `label:"责任人" of:"person" index:"yes"`
	Told      time.Time  `label:"传达时间" step:"yes"`
	Confirmed []string   `label:"已确认" step:"yes"`
	Rate      string     `label:"确认率" step:"yes"`

	Facts NoticeFacts
}

// NoticeFacts are who was told and who confirmed.
type NoticeFacts struct {
	Told      time.Time `json:"told,omitzero"`
	Audience  []string  `json:"audience,omitempty"`
	Confirmed []Confirm `json:"confirmed,omitempty"` // once each
	Missing   []string  `json:"missing,omitempty"`
	Manuals   []string  `json:"manuals,omitempty"`
}

// Confirm is one acknowledgement.
type Confirm struct {
	Who string    `json:"who"`
	At  time.Time `json:"at"`
}

var errStranger = errors.New("不在传达对象之中；请先把对象加入传达范围")

// NoticeKind describes the notice.
var NoticeKind = ledger.Define[Notice]("notice", "通告",
	ledger.Numbered("TG", "title"),
	ledger.States("void:已作废", "open:待传达", "told:已传达"),
	ledger.Told(
		ledger.Field{Key: "means", Label: "传达方式", Type: ledger.Text},
		ledger.Field{Key: "who", Label: "确认对象", Type: ledger.Text, Of: "unit"},
		ledger.Field{Key: "acknowledged", Label: "确认时间", Type: ledger.Time},
		ledger.Field{Key: "reason", Label: "原因", Type: ledger.Long},
	),
	ledger.Step("record", "登记", ledger.Creates(), ledger.To("open"), ledger.By(ledger.Engineer, ledger.Lead, ledger.Center),
		ledger.Asks("title", "from", "sort", "received", "audience", "effective?", "content?", "manuals?", "owner?")),
	ledger.Step("tell", "传达", ledger.From("open", "told"), ledger.To("told"), ledger.OnSheet(), ledger.Asks("told", "means?")),
	ledger.Step("acknowledge", "登记确认", ledger.From("open", "told"), ledger.Asks("who", "acknowledged"), ledger.Checked(checkAcknowledge)),
	ledger.Step("widen", "调整范围", ledger.From("open", "told"), ledger.Asks("audience?", "manuals?", "effective?", "reason?")),
	ledger.Step("void", "作废", ledger.From("open", "told"), ledger.To("void"), ledger.Asks("reason")),
	ledger.Derive(deriveNotice),
)

func checkAcknowledge(b ledger.Before, f ledger.Fields) error {
	for _, who := range listed(b.Fields["audience"]) {
		if who == f.Text("who") {
			return nil
		}
	}
	return fmt.Errorf("“%s”%w", f.Text("who"), errStranger)
}

// listed reads a List.
func listed(v any) (out []string) {
	items, _ := v.([]any)
	for _, it := range items {
		if s, ok := it.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func deriveNotice(rec *ledger.Record) {
	f := NoticeFacts{Audience: listed(rec.Fields["audience"]), Manuals: listed(rec.Fields["manuals"])}
	when := map[string]time.Time{}
	for _, s := range rec.Telling() {
		switch s.Entry.Action {
		case "tell":
			if f.Told.IsZero() {
				f.Told = ledger.ParseTime(s.Value("told"))
			}
		case "acknowledge":
			if _, twice := when[s.Text("who")]; !twice {
				when[s.Text("who")] = ledger.ParseTime(s.Value("acknowledged"))
			}
		}
	}
	lines := []any{}
	for _, who := range f.Audience {
		at, ok := when[who]
		if !ok {
			f.Missing = append(f.Missing, who)
			continue
		}
		f.Confirmed = append(f.Confirmed, Confirm{who, at})
		lines = append(lines, who+"（"+at.Format("2006-01-02 15:04")+"）")
	}
	rec.Facts = f
	rec.Fields.Show("told", f.Told)
	if len(lines) > 0 {
		rec.Fields["confirmed"] = lines
	}
	if n := len(f.Audience); n > 0 {
		rec.Fields["rate"] = fmt.Sprintf("%d/%d", len(f.Confirmed), n)
	}
}
