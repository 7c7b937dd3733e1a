using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using ScreenOps.LoadTests.Benchmarks;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Stories;

/// <summary>What one fold, one encoding and one merge of the board cost, with no engine and no network.</summary>
internal static class Micro
{
    private const int WarmUps = 3, Iterations = 10;
    private static readonly Type[] All = [typeof(FoldBenchmarks), typeof(EncodingBenchmarks), typeof(BoardBenchmarks)];

    public static Task<Sheet> Run(LoadOrder order, CancellationToken cancel)
    {
        var (sheet, folder) = (new Sheet("micro"), Directory.CreateTempSubdirectory("screenops-micro-"));
        try
        {
            var count = All.Sum(t => BenchmarkConverter.TypeToBenchmarks(t).BenchmarksCases.Length);
            Progress.Say($"{count} benchmarks for about {order.Length.TotalSeconds:N0} s");
            var config = Config(folder.FullName, order.Length / (count * (WarmUps + Iterations)));
            foreach (var type in All)
            {
                cancel.ThrowIfCancellationRequested();
                foreach (var report in BenchmarkRunner.Run(type, config).Reports) Tell(sheet, report);
            }
            var (state, json, board) = EncodingBenchmarks.Sizes();
            sheet.Figure("stateMessagePackBytes", state, "bytes of a frame with one site");
            sheet.Figure("stateJsonBytes", json, "bytes of a frame with one site");
            sheet.Figure("boardMessagePackBytes", board, "bytes of a frame with 43 sites");
            return Task.FromResult(sheet);
        }
        finally { folder.Delete(recursive: true); }
    }

    // In this process: a project of its own for each benchmark would have to be restored and built first.
    private static IConfig Config(string folder, TimeSpan iteration) => ManualConfig.CreateEmpty().WithArtifactsPath(folder)
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(WarmUps).WithIterationCount(Iterations).WithIterationTime(TimeInterval.FromMilliseconds(iteration.TotalMilliseconds)))
        .AddDiagnoser(MemoryDiagnoser.Default).AddColumnProvider(DefaultColumnProviders.Instance).AddLogger(NullLogger.Instance);

    private static void Tell(Sheet sheet, BenchmarkReport report)
    {
        var method = report.BenchmarkCase.Descriptor.WorkloadMethod.Name;
        if (report.ResultStatistics is not { } took)
        {
            sheet.Fault($"{method} did not run.");
            return;
        }
        var name = char.ToLowerInvariant(method[0]) + method[1..];
        sheet.Figure($"{name}Ns", took.Mean, $"ns, ± {took.StandardError:N1}");
        if (report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) is { } bytes) sheet.Figure($"{name}Allocated", bytes, "bytes allocated");
    }
}
