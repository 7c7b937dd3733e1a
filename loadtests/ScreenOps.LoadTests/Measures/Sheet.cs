using System.Globalization;
using System.Text.Json;

namespace ScreenOps.LoadTests.Measures;

/// <summary>What a story found: figures with their units, what bounds them, and whether every acknowledged command stands in the ledger once.</summary>
internal sealed class Sheet(string story)
{
    private const int Told = 20;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly Dictionary<string, (double Value, string Unit)> figures = [], limits = [];
    private readonly Dictionary<string, object> groups = [];
    private readonly List<string> faults = [], notes = [];

    /// <summary>Null: this story counts nothing.</summary>
    public long? Acked { get; set; }
    public long? Lost { get; set; }
    public long? Doubled { get; set; }

    public bool Ok => faults.Count == 0 && Lost is null or 0 && Doubled is null or 0;

    public void Figure(string name, double value, string unit) => figures[name] = (value, unit);

    public void Limit(string name, double value, string unit) => limits[name] = (value, unit);

    /// <summary>More figures under a name of their own, such as those of a peer.</summary>
    public void Group(string name, Sheet of)
    {
        groups[name] = of.figures.Where(f => !f.Key.Contains('.', StringComparison.Ordinal)).Select(f => (f.Key, Value: (object)Short(f.Value.Value))).Concat(of.groups.Select(g => (g.Key, g.Value))).ToDictionary();
        foreach (var (figure, value) in of.figures) figures[$"{name}.{figure}"] = value;
    }

    /// <summary>Something is wrong with the server: the run is not ok.</summary>
    public void Fault(string what) => faults.Add(what);

    /// <summary>Something a reader of the figures must know.</summary>
    public void Note(string what) => notes.Add(what);

    public void Print(TextWriter to)
    {
        to.WriteLine();
        to.WriteLine($"{story}: {(Ok ? "ok" : "NOT OK")}");
        foreach (var (name, (value, unit)) in figures) Row(to, name, value, unit);
        if (limits.Count > 0) to.WriteLine("what bounds it: the raw engines alone, in this run");
        foreach (var (name, (value, unit)) in limits) Row(to, name, value, unit);
        if (Acked is { } acked) to.WriteLine($"  {"acknowledged",-28} {acked,14:N0}   lost {Lost ?? 0:N0}, doubled {Doubled ?? 0:N0}");
        foreach (var fault in faults.Take(Told)) to.WriteLine($"  ! {fault}");
        if (faults.Count > Told) to.WriteLine($"  ! and {faults.Count - Told} more");
        foreach (var note in notes) to.WriteLine($"  * {note}");
    }

    private static void Row(TextWriter to, string name, double value, string unit) =>
        to.WriteLine($"  {name,-28} {value.ToString(Math.Abs(value) >= 100 ? "N0" : "N2", CultureInfo.InvariantCulture),14} {unit}");

    public async Task Write(string file)
    {
        static Dictionary<string, double> Plain(Dictionary<string, (double Value, string Unit)> of) => of.Where(f => !f.Key.Contains('.', StringComparison.Ordinal)).ToDictionary(f => f.Key, f => Short(f.Value.Value));
        var all = new Dictionary<string, object?> { ["story"] = story, ["ok"] = Ok, ["figures"] = Plain(figures), ["limits"] = Plain(limits), ["acked"] = Acked ?? 0, ["lost"] = Lost ?? 0, ["doubled"] = Doubled ?? 0 };
        foreach (var (name, group) in groups) all[name] = group;
        if (faults.Count > 0) all["wrong"] = faults;
        if (notes.Count > 0) all["notes"] = notes;
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(all, Indented) + "\n");
    }

    private static double Short(double value) => Math.Round(value, 3);
}
