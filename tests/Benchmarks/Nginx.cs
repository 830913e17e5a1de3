using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ELearning.Benchmarks;

/// <summary>
/// Debian's nginx (<c>apt-get install nginx-light</c>) with one worker, sending files of one folder by <c>sendfile</c>, from a prefix of its own.
/// </summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly Process _master;

    private Nginx(Process master, Uri address) => (_master, Address) = (master, address);

    public Uri Address { get; }

    public static async Task<Nginx> StartAsync(string folder)
    {
        // nginx writes no access log here and tcp_nopush stays off: on a loopback it waits for the timer at each end of a body.
        var port = FreePort();
        var prefix = Directory.CreateDirectory(Path.Combine(folder, "nginx"));
        var configuration = Path.Combine(prefix.FullName, "nginx.conf");
        await File.WriteAllTextAsync(
            configuration,
            $$"""
            daemon off; worker_processes 1; pid nginx.pid; error_log error.log;
            events { worker_connections 512; }
            http { access_log off; sendfile on; tcp_nopush off; keepalive_requests 1000000;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              server { listen 127.0.0.1:{{port}}; root {{folder}}; } }
            """
        );
        Process process;
        try
        {
            // Workers of a master that root starts become nobody, who may not enter a private folder.
            process = Process.Start(
                "nginx",
                [
                    "-p",
                    prefix.FullName,
                    "-c",
                    configuration,
                    "-e",
                    Path.Combine(prefix.FullName, "error.log"),
                    .. Environment.UserName == "root" ? ["-g", "user root;"] : Array.Empty<string>(),
                ]
            );
        }
        catch (System.ComponentModel.Win32Exception cause)
        {
            throw new InvalidOperationException("nginx is missing: apt-get install nginx-light.", cause);
        }
        var nginx = new Nginx(process, new Uri($"http://127.0.0.1:{port}"));
        using var client = new HttpClient();
        while (!process.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync(nginx.Address);
                return nginx;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }
        throw new InvalidOperationException($"nginx ended: {await File.ReadAllTextAsync(Path.Combine(prefix.FullName, "error.log"))}");
    }

    /// <summary>Master and workers.</summary>
    public IReadOnlyList<int> ProcessIds =>
        [
            _master.Id,
            .. File.ReadAllText($"/proc/{_master.Id}/task/{_master.Id}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
        ];

    public async ValueTask DisposeAsync()
    {
        _master.Kill(entireProcessTree: true);
        await _master.WaitForExitAsync();
        _master.Dispose();
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }
}
