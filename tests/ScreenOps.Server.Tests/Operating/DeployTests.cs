using System.Diagnostics;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using ScreenOps.Server.Operating;
using ScreenOps.Server.Tests.Tidy;
using YamlDotNet.RepresentationModel;

namespace ScreenOps.Server.Tests.Operating;

/// <summary>What lies in deploy/ says what the program understands. nginx.conf and haproxy.cfg are run: see RollingTests.</summary>
public sealed partial class DeployTests
{
    /// <summary>As systemd-analyze reckons it, from 0 to 10.</summary>
    private const double MostExposed = 1.5;

    [Fact]
    public async Task The_units_are_what_systemd_understands_and_touch_little()
    {
        var folder = Directory.CreateTempSubdirectory("screenops-units-").FullName;
        try
        {
            foreach (var file in Checkout.Files("deploy", ".service").Concat(Checkout.Files("deploy", ".timer")))
            {
                var text = Checkout.Read(file);
                if (file.EndsWith(".service", StringComparison.Ordinal))
                    foreach (var line in new[] { "NoNewPrivileges=yes", "CapabilityBoundingSet=\n", "ProtectSystem=strict", "User=screenops", "SystemCallFilter=@system-service", "UMask=0077" }) Assert.Contains(line, text);
                // Of what it is to run, a program is there on every machine.
                await File.WriteAllTextAsync(Path.Combine(folder, Path.GetFileName(file).Replace("@.", "@8081.", StringComparison.Ordinal)),
                    text.Replace("/opt/screenops/ScreenOps.Server", "/bin/true", StringComparison.Ordinal).Replace("User=screenops", "User=daemon", StringComparison.Ordinal).Replace("Group=screenops", "Group=daemon", StringComparison.Ordinal));
            }
            if (!File.Exists("/usr/bin/systemd-analyze")) return;
            var units = Directory.GetFiles(folder);
            Assert.Equal("", await Run("systemd-analyze", ["verify", .. units]));
            foreach (var unit in units.Where(u => u.EndsWith(".service", StringComparison.Ordinal)))
                Assert.InRange(double.Parse(Exposure().Match(await Run("systemd-analyze", ["security", "--offline=true", "--no-pager", unit])).Groups[1].Value), 0, MostExposed);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_manifests_are_what_Kubernetes_knows_and_fit_each_other()
    {
        var objects = KubernetesYaml.LoadAllFromString(Checkout.Read("deploy/kubernetes.yml"), null, strict: true);
        T One<T>() => Assert.Single(objects.OfType<T>());
        var (deployment, budget, service, volume) = (One<V1Deployment>(), One<V1PodDisruptionBudget>(), One<V1Service>(), One<V1PersistentVolumeClaim>());
        var pod = deployment.Spec.Template;
        Assert.Equal(pod.Metadata.Labels, deployment.Spec.Selector.MatchLabels);
        Assert.Equal(pod.Metadata.Labels, budget.Spec.Selector.MatchLabels);
        Assert.Equal(pod.Metadata.Labels, service.Spec.Selector);
        var server = Assert.Single(pod.Spec.Containers);
        Assert.Equal(["/health/live", "/health/live", "/health/ready"], new[] { server.StartupProbe, server.LivenessProbe, server.ReadinessProbe }.Select(p => p.HttpGet.Path));
        Assert.True(deployment.Spec.Replicas > int.Parse(budget.Spec.MinAvailable), "The budget lets no server go.");
        Assert.Contains(server.Ports, p => p.Name == service.Spec.Ports[0].TargetPort);
        Assert.Contains(pod.Spec.Volumes, v => v.PersistentVolumeClaim?.ClaimName == volume.Metadata.Name);
        Assert.Equal(pod.Spec.Volumes.Select(v => v.Name).Order(), server.VolumeMounts.Select(m => m.Name).Order());
        Assert.Equal(service.Metadata.Name, One<V1Ingress>().Spec.Rules[0].Http.Paths[0].Backend.Service.Name);
        Assert.Equal([One<V1ConfigMap>().Metadata.Name, One<V1Secret>().Metadata.Name], [server.EnvFrom[0].ConfigMapRef.Name, server.EnvFrom[1].SecretRef.Name]);
        Assert.All(objects.OfType<IKubernetesObject<V1ObjectMeta>>().Where(o => o is not V1Namespace), o => Assert.Equal("screenops", o.Metadata.NamespaceProperty));
        // What nobody knows is refused, so that the reading above means something.
        Assert.ThrowsAny<Exception>(() => KubernetesYaml.LoadAllFromString(Checkout.Read("deploy/kubernetes.yml").Replace("minAvailable", "leastAvailable", StringComparison.Ordinal), null, strict: true));
    }

    [Fact]
    public void Compose_has_all_parts_and_each_file_that_it_names()
    {
        var root = Yaml("deploy/compose.yml");
        var parts = (YamlMappingNode)root["services"];
        Assert.Equal(["collector", "grafana", "nginx", "one", "postgres", "prometheus", "redis", "two"], parts.Children.Keys.Select(k => $"{k}").Order(StringComparer.Ordinal));
        foreach (var (_, part) in parts)
        {
            if (!((YamlMappingNode)part).Children.TryGetValue("volumes", out var volumes)) continue;
            foreach (var mounted in ((YamlSequenceNode)volumes).Select(v => $"{v}".Split(':')[0]).Where(v => v.StartsWith("./", StringComparison.Ordinal) && !v.StartsWith("./certificate", StringComparison.Ordinal)))
                Assert.True(Path.Exists(Path.Combine(Checkout.Root, "deploy", mounted)), $"compose.yml mounts {mounted}, which is not there.");
        }
        foreach (var file in new[] { "deploy/collector.yml", "deploy/prometheus.yml" }.Concat(Checkout.Files("deploy/grafana", ".yml"))) Assert.NotEmpty(Yaml(file).Children);
        // The names that nginx.conf's ports are replaced by.
        foreach (var port in new[] { "127.0.0.1:8081", "127.0.0.1:8082", "user www-data;" })
        {
            Assert.Contains($"s/{port}", Checkout.Read("deploy/compose.yml"));
            Assert.Contains(port, Checkout.Read("deploy/nginx.conf"));
        }
    }

    [Fact]
    public void Every_setting_that_is_named_is_one()
    {
        var known = SettingSection.All.SelectMany(s => s.Settings.Select(p => $"{s.Name}__{p.Name}")).Concat(["ConnectionStrings__Postgres", "ConnectionStrings__Redis", "Logging__Console__FormatterName"]).ToHashSet();
        var files = Checkout.Files("deploy", "").Where(f => f != "deploy/settings.md").Append("README.md").ToList();
        var named = files.SelectMany(f => Setting().Matches(Checkout.Read(f)).Select(m => (File: f, Name: m.Value.Replace(":", "__", StringComparison.Ordinal)))).Where(n => !n.Name.StartsWith("Kestrel__", StringComparison.Ordinal)).ToList();
        Assert.True(named.Count > 30, $"Only {named.Count} settings were found: this test looks past them.");
        Assert.All(named, n => Assert.True(known.Contains(n.Name), $"{n.File} names {n.Name}, which is no setting."));
    }

    [Fact]
    public void The_page_of_all_settings_is_what_the_code_says()
    {
        var page = SettingsPage.Write();
        Assert.True(page == Checkout.Read("deploy/settings.md"), "deploy/settings.md is not what the code says: dotnet run --project src/ScreenOps.Server -- settings > deploy/settings.md");
        foreach (var section in SettingSection.All)
            foreach (var setting in section.Settings)
                Assert.True(Regex.IsMatch(page, @$"\| `{section.Name}__{setting.Name}` \|[^\n]*\| [^|\n]{{12,}} \|\n"), $"{section.Type.Name}.{setting.Name} does not say what follows from it: give it a summary.");
    }

    private static YamlMappingNode Yaml(string file)
    {
        var yaml = new YamlStream();
        using var text = new StringReader(Checkout.Read(file));
        yaml.Load(text);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static async Task<string> Run(string program, string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, wrong) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();
        return (await said + await wrong).Trim();
    }

    [GeneratedRegex(@"Overall exposure level for \S+: (\d+\.\d+)")]
    private static partial Regex Exposure();

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(__|:)[A-Z][A-Za-z]+\b")]
    private static partial Regex Setting();
}
