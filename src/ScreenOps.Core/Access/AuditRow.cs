namespace ScreenOps.Core.Access;

/// <summary>One row of the audit trail.</summary>
/// <param name="Number">1 for the first, then one more for each.</param>
/// <param name="At">Unix milliseconds.</param>
/// <param name="District">Null: of none or all.</param>
/// <param name="Hash">Of this row and the one before, see <see cref="AuditChain"/>; empty while it is being made.</param>
public sealed record AuditRow(long Number, long At, string? District, string Kind, string Actor, string Grant, string Subject, string Why, byte[] Hash);

/// <summary>A row that the trail is known to have held, kept outside of it.</summary>
public sealed record AuditHead(long Number, byte[] Hash)
{
    public static AuditHead None { get; } = new(0, new byte[AuditChain.HashBytes]);
}
