using ScreenOps.Core.Districts;
using ScreenOps.Core.Staffing;

namespace ScreenOps.Server.Staffing;

/// <summary>The words of what leaves the server as a file: workbooks and calendars. Pages have their own.</summary>
internal sealed record SheetWords(
    string File, string All, string Left, string Total, string Code, string Site, string Role, string Number, string Name, string Unit, string Kind, string Village, string Phone, string State, string Locked,
    string Seats, string Filled, string Empty, string Roles, string Shifts, string AllShifts, string Yes, string Calendar, string Round, Func<Role, string> Of, IReadOnlyDictionary<AssignmentState, string> States)
{
    private static readonly SheetWords Chinese = new(
        "排班表", "汇总", "没派上的人", "合计", "编号", "采样点", "岗位", "席位", "姓名", "单位", "类别", "村/社区", "电话", "状态", "锁定", "席位", "已派", "空缺", "可任岗位", "可用班次", "全部", "是", "值班", "轮次",
        r => r.Word(), Words("拟派", "已发布", "已确认", "已谢绝", "到岗", "缺岗", "已释放"));

    private static readonly SheetWords English = new(
        "rota", "All sites", "Left over", "Total", "Code", "Site", "Role", "Seat", "Name", "Unit", "Kind", "Village", "Phone", "State", "Locked", "Seats", "Filled", "Empty", "Roles held", "Shifts", "all", "yes", "Duty", "Round",
        r => r == Core.Districts.Role.SiteLead ? "Site lead" : r.ToString(), Words("proposed", "published", "confirmed", "declined", "present", "absent", "released"));

    /// <param name="language">"en", or anything else for Chinese.</param>
    public static SheetWords In(string? language) => language == "en" ? English : Chinese;

    private static Dictionary<AssignmentState, string> Words(params string[] words) => Enum.GetValues<AssignmentState>().Zip(words).ToDictionary();
}
