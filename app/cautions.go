package app

import (
	"context"
	"fmt"
	"slices"

	"opsledger/app/ledger"
)

// Caution is something about a file taken in that a person should know, or do something about. About is gap, passed, clock, doubt,
// version, forged or center.
type Caution struct {
	About string
	Words string
}

// Cautions words what came that does not count as it stands, or not yet.
func (x Exchanged) Cautions() (out []Caution) {
	say := func(about, words string, args ...any) { out = append(out, Caution{about, fmt.Sprintf(words, args...)}) }
	for _, g := range x.Gaps {
		say("gap", "缺少“%s”第%d至%d号提交", g.Device, g.From, g.To)
	}
	if x.Of > 0 && x.Passed > 0 {
		say("passed", "有%d个附件在本机没有对应的记录，未收下；如尚未导入前面几份，请先导入，再导入本份", x.Passed)
	}
	if x.Ahead > 0 {
		say("clock", "其中%d个提交的时间比本机的时钟晚一天以上，请核对两边的时钟；先后次序不受影响", x.Ahead)
	}
	if x.Doubtful > 0 {
		say("doubt", "其中%d个提交的时间存疑，依据它们的计分待裁定", x.Doubtful)
	}
	if x.Unknown > 0 {
		say("version", "其中%d条步骤由更新的版本（%s）写成，本版本不认识，已原样保存，相关记录显示“不完整”；升级后自动计入", x.Unknown, x.App)
	}
	if x.Invalid > 0 {
		say("forged", "另有%d个提交是别处来的、由“%s”转交，签名不符或次序不对（可能是伪造的），已留存，不计入；请告知信息中心", x.Invalid, x.From)
	}
	for _, d := range x.Lost {
		say("center", "这里有另一个信息中心“%s”的内容，还没有承接：它签发的证书、作的裁定和删除现在都不计。确由本中心接替的，请承接（窗口在“入网”的“接管”，命令行用 opsctl device adopt），并核对它最初的指纹 %s",
			d.Device, d.Fingerprint)
	}
	return out
}

// lost tells a center of centers whose past is here and that nobody took over, for as long as that is so.
func (in *receiving) lost(ctx context.Context) error {
	roster, err := in.w.Roster(ctx)
	if err != nil || !roster.Signs(in.Author.Actor()) || !slices.Contains(roster.Holds(in.Author.Actor()), ledger.Center) {
		return err
	}
	in.out.Lost = lostCenters(roster)
	return nil
}
