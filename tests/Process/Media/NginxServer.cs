using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ELearning.Processes.Tests.Media;

/// <summary>
/// Debian's nginx (<c>apt-get install nginx</c>) with the product's locations for media and one worker, on a port and in a folder of its own.
/// </summary>
internal sealed class NginxServer : IAsyncDisposable
{
    private const string Blobs = "/var/lib/elearning/blobs/";
    private readonly Process _master;
    private readonly DirectoryInfo _prefix;

    private NginxServer(Process master, DirectoryInfo prefix, Uri address) => (_master, _prefix, Address) = (master, prefix, address);

    public Uri Address { get; }

    /// <summary>Master and worker.</summary>
    public IReadOnlyList<int> ProcessIds =>
        [
            _master.Id,
            .. File.ReadAllText($"/proc/{_master.Id}/task/{_master.Id}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
        ];

    /// <summary>Returns as soon as it listens.</summary>
    /// <param name="api">Where the API listens, by plain HTTP.</param>
    /// <param name="blobs">The folder of blobs.</param>
    /// <param name="more">Further locations.</param>
    public static async Task<NginxServer> StartAsync(Uri api, string blobs, string more = "")
    {
        var locations = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "nginx", "media.conf"));
        var prefix = Directory.CreateTempSubdirectory("elearning-nginx-");
        while (true)
        {
            var port = FreePort();
            var process = await StartAsync(prefix, Configuration(port, api, locations.Replace(Blobs, $"{blobs}/", StringComparison.Ordinal) + more));
            var said = new List<string>();
            while (await process.StandardError.ReadLineAsync() is { } line)
            {
                said.Add(line);
                if (!line.Contains("start worker process ", StringComparison.Ordinal))
                    continue;
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return new NginxServer(process, prefix, new Uri($"http://127.0.0.1:{port}"));
            }
            process.Dispose();
            // Between the search for a port and its use another may have taken it.
            if (!said.Exists(line => line.Contains("Address already in use", StringComparison.Ordinal)))
                throw new InvalidOperationException($"nginx ended: {string.Join('\n', said)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _master.Kill(entireProcessTree: true);
        await _master.WaitForExitAsync();
        _master.Dispose();
        _prefix.Delete(recursive: true);
    }

    private static async Task<Process> StartAsync(DirectoryInfo prefix, string configuration)
    {
        var file = Path.Combine(prefix.FullName, "nginx.conf");
        await File.WriteAllTextAsync(file, configuration);
        try
        {
            return Process.Start(new ProcessStartInfo("nginx", ["-p", prefix.FullName, "-c", file, "-e", "stderr"]) { RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception cause)
        {
            throw new InvalidOperationException("nginx is missing: run infra/test.sh, which installs it.", cause);
        }
    }

    /// <summary>No access log; <c>tcp_nopush</c> stays off, because on a loopback it waits for the timer at each end of a body.</summary>
    private static string Configuration(int port, Uri api, string locations) =>
        $$"""
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            daemon off; worker_processes 1; pid nginx.pid; error_log stderr notice;
            events { worker_connections 512; }
            http { access_log off; sendfile on; keepalive_requests 1000000;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              upstream elearning { server {{api.Authority}}; keepalive 32; keepalive_requests 1000000; }
              server { listen 127.0.0.1:{{port}};
                {{locations}} } }
            """;

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
