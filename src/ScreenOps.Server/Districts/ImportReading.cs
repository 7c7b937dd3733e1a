using ScreenOps.Core.Districts;
using ScreenOps.Core.Sites;

namespace ScreenOps.Server.Districts;

/// <summary>What the files of one import say, read whole before any of it is stored: a file that cannot be used then changes nothing.</summary>
internal sealed class ImportReading
{
    private const int HeaderWithin = 10;

    private readonly List<ImportedFile> files = [];
    private readonly List<Refused> refused = [];
    private Known known;

    private ImportReading(Known known) => this.known = known;

    public SiteIntake? Sites { get; private set; }
    public ShiftIntake? Shifts { get; private set; }
    public PostIntake? Posts { get; private set; }
    public MemberIntake? Members { get; private set; }
    public ResidentIntake? Residents { get; private set; }
    public ArrivalIntake? Arrivals { get; private set; }
    public ImportGround? Ground { get; private set; }
    public IReadOnlyList<ImportedFile> Files => files;
    public IReadOnlyList<Refused> Refused => refused;

    /// <param name="known">What earlier imports brought; what these files bring is added to it.</param>
    public static ImportReading Of(IReadOnlyList<ImportFile> files, Known known, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        var reading = new ImportReading(known);
        foreach (var (kind, file) in ImportFile.Sort(files))
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Report(new(file.Name, 0, 0));
            reading.Take(kind, file);
        }
        return reading;
    }

    private void Take(ImportKind kind, ImportFile file)
    {
        switch (kind)
        {
            case ImportKind.Sites:
                Sites = Fill(new SiteIntake(), file, SiteIntake.Columns);
                known = known with
                {
                    Sites = Sites.Taken.Select(s => s.Code).Concat(known.Sites ?? new HashSet<string>()).ToHashSet(),
                    Villages = Sites.Taken.Select(s => s.Village).Concat(known.Villages ?? new HashSet<string>()).ToHashSet(),
                };
                break;
            case ImportKind.Shifts:
                Shifts = Fill(new ShiftIntake(), file, ShiftIntake.Columns);
                var shifts = new Dictionary<string, string>(known.Shifts ?? new Dictionary<string, string>());
                foreach (var shift in Shifts.Taken) shifts[shift.Code] = shift.Name;
                known = known with { Shifts = shifts };
                break;
            case ImportKind.Posts: Posts = Fill(new PostIntake(known), file, PostIntake.Columns); break;
            case ImportKind.Roster: Members = Fill(new MemberIntake(known), file, MemberIntake.Columns); break;
            case ImportKind.Residents: Residents = Fill(new ResidentIntake(known), file, ResidentIntake.Columns); break;
            case ImportKind.Arrivals: Arrivals = Fill(new ArrivalIntake(known), file, ArrivalIntake.Columns); break;
            case ImportKind.Ground:
                Ground = ImportGround.Read(file);
                Note(file, Ground.Taken, Ground.Refused, Ground.Refused.CountBy(r => r.Reason).ToDictionary());
                break;
            default: throw new InvalidOperationException($"No reading is written for {kind}.");
        }
    }

    private TIntake Fill<TIntake>(TIntake intake, ImportFile file, string[] columns) where TIntake : class, IRowIntake
    {
        var rows = file.Name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) ? ImportWorkbook.Rows(file) : ImportCsv.Rows(file, columns);
        ImportHeader? header = null;
        var nearest = new List<string>(columns);
        foreach (var (number, cells) in rows)
        {
            if (number > ImportFile.MostRows) throw file.TooManyRows();
            if (header is not null)
            {
                intake.Read(new(header, number, cells));
                continue;
            }
            var seen = new ImportHeader(cells);
            var missing = columns.Where(c => !seen.Has(c)).ToList();
            if (missing.Count == 0) header = seen;
            else if (missing.Count < nearest.Count) nearest = missing;
            if (header is null && number == HeaderWithin) break;
        }
        if (header is null) throw NoHeader(file, columns, nearest);
        Note(file, intake.TakenCount, intake.Refused, intake.ByReason);
        return intake;
    }

    private void Note(ImportFile file, int taken, IReadOnlyList<Refused> rows, IReadOnlyDictionary<string, int> byReason)
    {
        var count = byReason.Values.Sum();
        files.Add(new(file.Name, taken + count, taken, count, byReason));
        refused.AddRange(rows);
    }

    private static ImportException NoHeader(ImportFile file, string[] columns, List<string> missing) => missing.Count == columns.Length
        ? new($"{file.Name} has none of its columns in the first {HeaderWithin} rows: it is another file under this name. Send the one with the columns {string.Join(", ", columns)}.")
        : new($"{file.Name} lacks the column{(missing.Count == 1 ? "" : "s")} {string.Join(", ", missing)}. Add {(missing.Count == 1 ? "it" : "them")} under exactly that name and send the file again.");
}

/// <param name="Total">Rows of the file; 0 while it is being read.</param>
internal readonly record struct ImportProgress(string File, int Done, int Total);
