package fault

// Codes, by what a script would do about them.
const (
	Internal         Code = "internal"
	Usage            Code = "usage"
	NotYet           Code = "not_yet"
	WrongPassword    Code = "wrong_password"
	TooOften         Code = "too_many_attempts"
	WeakPassword     Code = "weak_password"
	NoAccount        Code = "unknown_account"
	Damaged          Code = "damaged"
	DamagedPage      Code = "damaged_page"
	DamagedSlot      Code = "damaged_slot"
	Newer            Code = "newer_version"
	NotVault         Code = "not_a_vault"
	NoStore          Code = "no_store"
	Unfinished       Code = "unfinished"
	StoreExists      Code = "store_exists"
	InUse            Code = "in_use"
	NetworkDrive     Code = "network_drive"
	NotFound         Code = "not_found"
	SameNumber       Code = "same_number"
	SameDevice       Code = "same_device"
	UnknownKind      Code = "unknown_kind"
	UnknownAction    Code = "unknown_action"
	UnknownField     Code = "unknown_field"
	BadValue         Code = "bad_value"
	BadWhen          Code = "bad_time"
	Missing          Code = "missing_field"
	NotAllowed       Code = "not_allowed"
	WrongState       Code = "wrong_state"
	Refused          Code = "refused"
	Backdated        Code = "backdated"
	NotSheet         Code = "not_a_spreadsheet"
	SheetEmpty       Code = "sheet_empty"
	SheetHeader      Code = "sheet_no_header"
	SheetTooBig      Code = "sheet_too_big"
	SheetOld         Code = "sheet_old_format"
	SheetLocked      Code = "sheet_password"
	SheetText        Code = "sheet_bad_text"
	FileChanged      Code = "file_changed"
	ImportFaults     Code = "import_faults"
	BadPeriod        Code = "bad_period"
	NoReport         Code = "no_report"
	BadCases         Code = "bad_cases"
	BadCalendar      Code = "bad_calendar"
	FileRead         Code = "file_read"
	FileWrite        Code = "file_write"
	Cancelled        Code = "cancelled"
	NeedReason       Code = "need_reason"
	Moved            Code = "moved_or_copied"
	RecoveryKey      Code = "bad_recovery_key"
	NotBackup        Code = "not_a_backup"
	BadBackup        Code = "damaged_backup"
	BulkRefused      Code = "bulk_refused"
	PersonalText     Code = "personal_text"
	BadEnrolment     Code = "bad_enrolment"
	WrongFingerprint Code = "wrong_fingerprint"
	OtherLedger      Code = "other_ledger"
	NotBundle        Code = "not_a_bundle"
	NewerBundle      Code = "newer_bundle"
	OtherReceiver    Code = "other_recipient"
	BadBundle        Code = "damaged_bundle"
	BundleSigner     Code = "unknown_signer"
	BundleRevoked    Code = "revoked_signer"
	BundleForged     Code = "bad_signature"
	BundleBounds     Code = "bundle_out_of_bounds"
	BadCommit        Code = "bad_commit"
	OtherCenter      Code = "other_center"
	NewerEnrolment   Code = "newer_enrolment"
	NoPeer           Code = "no_peer"
	PeerRolledBack   Code = "peer_rolled_back"
	PeerForked       Code = "peer_forked"
	PeerRevived      Code = "peer_revived"
	OwnLost          Code = "own_lost"
	OneOfTwo         Code = "one_of_two"
	Intruded         Code = "intruded"
	SameStation      Code = "same_station"
	PartSize         Code = "part_size"
	KeyRevoked       Code = "key_revoked"
	KeySuspended     Code = "key_suspended"
	NoCertificate    Code = "no_certificate"
	BundleSuspended  Code = "suspended_signer"
	UnknownPeer      Code = "unknown_peer"
)

type words struct{ message, kept, remedy string }

const kept = "台账没有改动"

var wording = map[Code]words{
	BadEnrolment:     {"这不是完好的申请文件或证书文件", kept, "请对方重新导出，原样拷来再试"},
	WrongFingerprint: {"指纹不一致：文件不是您当面核对的那台设备所做", kept, "请当面重新核对对方屏幕上的25位数字或10个词语；仍不一致时，文件可能被换过，不要使用"},
	OtherLedger:      {"文件属于另一个台账（项目编号不同）", kept, "请确认对方的项目；不同项目的台账不能交换"},
	NotBundle:        {"“%s”不是交换包", kept, "请选扩展名为 .opsb 的文件；如文件来自U盘，请重新拷贝"},
	NewerBundle:      {"交换包“%s”由更新版本的程序写成", kept, "请升级本程序后再导入"},
	OtherReceiver:    {"交换包“%s”不是发给本设备的", kept, "请对方导出时选择本设备；刚换机或刚恢复时，请先重新申请证书"},
	BadBundle:        {"交换包“%s”不完整或被改动", kept, "请重新拷贝；仍不行时请对方重新导出"},
	BundleSigner:     {"交换包“%s”的签发设备没有证书", kept, "请对方先申请证书，或请信息中心先发来交换包；对方换过密钥的，请先接受它的介绍文件（工作站换过密钥的，请它重新申请证书）"},
	BundleRevoked:    {"交换包“%s”的签发设备已被吊销", kept, "请与信息中心核实；该设备如仍在用，须重新申请证书"},
	BundleSuspended:  {"交换包“%s”的签发设备的证书暂时不作数：信息中心恢复过旧台账，前后两次签发还没有合并", kept, "请信息中心导入各工作站的交换包（导入时自动合并），再导入它的回复包，然后重新导入这个文件"},
	BundleForged:     {"交换包“%s”的签名不符，不是所称的设备所做", kept, "不要使用这个文件；请当面取得新的交换包"},
	BundleBounds:     {"交换包“%s”的内容超出允许的大小", kept, "不要使用这个文件；请对方重新导出"},
	BadCommit:        {"交换包“%s”里有不能计入的提交（日志 %s：%s）", kept, "不要使用这个文件；请对方核验台账（opsctl audit verify）后重新导出，仍不行时与信息中心核实"},
	OtherCenter:      {"文件来自另一个信息中心；本机认可的信息中心是“%s”（指纹 %s）", kept, "信息中心换了电脑或密钥已丢失、确实由这一个接替时，当面核对指纹后用 --replace 接受；否则不要使用这个文件"},
	NewerEnrolment:   {"这份申请或证书文件由更新版本的程序写成", kept, "请升级本程序后再打开"},
	PartSize:         {"分份大小须在 %d MB 到 %d MB 之间", kept, "请改用其中的大小，如 1GB；不写则每份不超过 2 GB，普通U盘都放得下"},
	NoPeer:           {"还没有可以交换的对方", kept, "请先与信息中心互换申请和证书（窗口在“交换”的“入网”，命令行用 opsctl device request、certify、accept）"},
	UnknownPeer:      {"没有可以交换的设备“%s”", kept, "请检查设备名；没有证书的，先与它互换申请和证书。各设备见 opsctl device list"},
	KeyRevoked:       {"本账号在本机的证书已被吊销，今后签名的都不计", kept, "请与信息中心核实；仍要使用本机的，换新密钥（窗口在“交换”的“入网”，命令行用 opsctl device renew）后重新申请证书"},
	KeySuspended:     {"本账号在本机的证书暂时不作数：信息中心恢复过旧台账，前后两次签发还没有合并", "台账没有改动；本机办理过的都还在，合并后照样计入", "请导出交换包交给信息中心，它导入时自动合并；再导入它的回复包"},
	NoCertificate:    {"本账号在本机还没有证书", kept, "请由建立台账的账号增加本账号（窗口在“设置”，命令行用 opsctl account add）"},
	PeerRolledBack:   {"“%s”的台账回退过：它的第%d份交换包里没有它以前发来过的内容", "以前发来的内容都在本机，没有丢", "请导出交换包交给该设备导入，缺的内容会补回；并核实该机是否用旧文件覆盖过台账，或同一份台账在两台电脑上使用"},
	PeerForked:       {"“%s”的日志从第%d号起有两个分支：用旧文件覆盖过台账后又继续使用，或同一份台账在两台电脑上使用", "两个分支的内容都已保存并计入", "请导出交换包交给该设备（两台电脑的，两台都要）导入，导入后按提示选“已搬来”或“是副本”；信息不一致的记录请在冲突中裁决"},
	PeerRevived:      {"“%s”已由恢复或搬迁后的“%s”代替，却又收到它的交换包", "内容已保存并计入", "请核实原来的电脑是否仍在使用：两处都要用的，在原来的电脑上用 --here copied 另取工作站编号；如果只是以前导出的文件迟到，不必处理"},
	OwnLost:          {"本机缺了自己写过的内容（自第%d号起），“%s”那里有：本机的台账被旧文件覆盖过，或同一份台账也在另一台电脑上使用", "收到的都已保存并计入；在说明之前不能再写入", "请先说明：只有本机继续使用，选“已搬来”（命令行用 --here moved；窗口请锁定后重新打开）；两台电脑都要使用，其中一台选“是副本”并另给工作站编号（--here copied --station 02）。然后导出交换包给对方，还缺的会由对方补回"},
	OneOfTwo:         {"本机缺了自己写过的内容，还没有说明是被旧文件覆盖，还是两台电脑在用同一份台账", "可以查看，没有写入任何内容", "只有本机继续使用，选“已搬来”（命令行用 --here moved；窗口请锁定后重新打开）；两台电脑都要使用，其中一台选“是副本”并另给工作站编号（--here copied --station 02）"},
	Intruded:         {"“%s”的账号“%s”在本机的日志里写了提交（第%d号），正常使用不会这样", "内容已保存，是谁签的名记在历史里", "请与信息中心核实该账号；不能说明原因的，请吊销（opsctl device revoke）"},
	SameStation:      {"“%s”与“%s”的工作站编号相同（%s），两边的编号会重复", "内容已保存并计入", "请在其中一台上用 --here copied --station 另取编号；已经重复的编号不影响记录本身"},
	Internal:         {"程序出错", kept, "请重试；仍然如此时，把日志交给维护人员"},
	Usage:            {"用法不对：%s", "", "请用 opsctl help 查看用法"},
	NotYet:           {"“%s”尚未提供", kept, "该功能在以后的版本中提供"},
	WrongPassword:    {"口令不对", kept, "请检查大小写和输入法后重试；忘记口令可用恢复密钥"},
	TooOften:         {"口令或恢复密钥连续错了%d次，要等%s才能再试", kept, "请等够时间再试；重开程序或把本机时间调回都不会缩短等待"},
	WeakPassword:     {"口令太弱：%s", "没有建立台账", "至少8位，含大写、小写、数字、符号中的三类，且不含账号名"},
	NoAccount:        {"没有账号“%s”", kept, "请检查账号名"},
	Damaged:          {"台账文件已损坏：%s", "没有写入任何内容", "请不要继续使用该文件，先复制一份保存，再用备份恢复"},
	DamagedPage:      {"台账第%d页已损坏", "没有写入任何内容", "请先复制整个文件夹保存，再用备份恢复"},
	DamagedSlot:      {"口令文件已损坏：%s", "台账数据没有改动", "请先复制整个文件夹保存，再用最近的备份（tar 格式）中的 vault.keys 替换；不行则用备份恢复"},
	Newer:            {"台账由更新版本的程序写成（%s）", kept, "请用新版本的程序打开"},
	NotVault:         {"“%s”不是台账", kept, "请检查所选的文件夹"},
	Unfinished:       {"“%s”里的台账没有建成：建立时被打断了", "其中从未记过任何内容", "请删去该文件夹里的 vault.db 和 vault.keys，再重新建立"},
	NoStore:          {"“%s”里没有台账", "", "请先用 opsctl init 建立，或检查文件夹"},
	StoreExists:      {"“%s”里已有台账", "原有台账没有改动", "请另选一个空文件夹"},
	InUse:            {"台账正被%s使用（进程%d，自%s）", kept, "请关闭或锁定窗口"},
	NetworkDrive:     {"台账不能放在网络盘上：%s", kept, "请放在本机硬盘"},
	NotFound:         {"没有找到%s“%s”", kept, "请检查编号"},
	SameDevice:       {"“%s”指的在用设备不止一台（%d 台）", kept, "请改用密钥指明是哪一台"},
	SameNumber:       {"编号“%s”有不止一条记录（两台电脑曾用同一个工作站编号）", kept, "请在列表里打开要办的那一条；命令行请用内部标识：%s"},
	UnknownKind:      {"没有“%s”这种记录", kept, "可用的记录类型见 opsctl kinds"},
	UnknownAction:    {"%s没有“%s”这个步骤", kept, "可用的步骤：%s"},
	UnknownField:     {"%s没有“%s”这个字段", kept, "可用的字段见 opsctl kinds"},
	BadValue:         {"“%s”的值“%s”不对：%s", kept, "请改正后重试"},
	BadWhen:          {"%s", "原值仍保留", "请写成 3-5 9:05、昨天 9:05 或 2026-03-05 9:05 这样"},
	Missing:          {"缺少必填项：%s", kept, "请填写后重试"},
	NotAllowed:       {"您的角色不能做“%s”，须由%s办理", kept, "请由有权的人员办理"},
	WrongState:       {"%s处于“%s”，不能%s", kept, "当前可做：%s"},
	Refused:          {"%s", kept, "请改正后重试"},
	Backdated:        {"本机时间%s与上一步的时间%s不符", kept, "请核对本机日期；确认无误时重新输入今天的日期（命令行用 --confirm-date）"},
	NotSheet:         {"“%s”不是电子表格：%s", kept, "请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV 后再导入"},
	SheetEmpty:       {"“%s”是空的", kept, "请检查是否选错文件"},
	SheetHeader:      {"“%s”里没有找到表头", kept, "表头须含 工单号、标题、到达时间、所属系统、区域 等列名"},
	SheetTooBig:      {"“%s”超出可读范围：%s", kept, "请拆成较小的文件后分次导入"},
	SheetOld:         {"“%s”是旧的 .xls 格式", kept, "请用 Excel 或 WPS 另存为 .xlsx 后再导入"},
	SheetLocked:      {"“%s”设有打开密码", kept, "请去掉密码后再导入"},
	SheetText:        {"“%s”读不下去：%s", kept, "请在原系统重新导出，或用 Excel、WPS 打开核对后另存为 .xlsx 再导入"},
	FileChanged:      {"导入期间“%s”被其他程序改动", kept, "请等它保存完毕、关闭那个程序后再导入"},
	ImportFaults:     {"有%d行不合要求，按要求全部没有导入", kept, "请改正所列各行后重新导入"},
	BadPeriod:        {"期间“%s”不对", kept, "周报写作 2026-W11，月报 2026-03，季报 2026-Q1，年报 2026"},
	NoReport:         {"%s没有周报：周期内没有工作日", kept, "请选其他周"},
	BadCases:         {"算例文件不对：%s", "", "请检查文件格式"},
	BadCalendar:      {"节假日数据不对：%s", kept, "请改正后重新导入"},
	FileRead:         {"读不了“%s”：%s", kept, "请检查文件是否存在、是否被其他程序占用"},
	FileWrite:        {"写不了“%s”：%s", "台账没有改动，没有留下不完整的文件", "请检查磁盘空间和写入权限"},
	Cancelled:        {"已停止", kept, "需要时可重新开始"},
	Moved:            {"台账不在原来的位置：换了电脑、换了磁盘，或者这是一份副本", "可以查看，没有写入任何内容", "请先说明：原来的不再使用，选“已搬来”（命令行用 --here moved）；两处都要使用，选“是副本”并另给工作站编号（--here copied --station 02）"},
	RecoveryKey:      {"恢复密钥不对", kept, "恢复密钥为36个字母和数字，请对照纸件逐组核对"},
	NotBackup:        {"“%s”不是台账备份", "没有建立任何文件", "请选择由本程序备份的文件"},
	BadBackup:        {"备份“%s”已损坏", "没有建立任何文件", "请换用另一份备份"},
	BulkRefused:      {"%s：%s", "全部没有办理，台账没有改动", "请去掉所列的记录，或逐条改正后重试"},
	PersonalText:     {"%s", kept, "请改填在联系电话、证件号等专用字段里，或从文字中删去；确需保存时再次确认（命令行用 --confirm-personal）"},
	NeedReason:       {"查看明文须写明理由", kept, "请用 --reveal 理由"},
}
