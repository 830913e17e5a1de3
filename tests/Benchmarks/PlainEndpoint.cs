using ELearning.Processes.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>The limit: Kestrel reads the body and answers prebuilt bytes.</summary>
internal static class PlainEndpoint
{
    public static async Task<ServerProcess> StartAsync(byte[] answer)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, answer);
        return await ServerProcess.StartAsync("ELearning.Benchmarks.dll", ["plain", "0", file], new Dictionary<string, string>());
    }

    public static async Task RunAsync(int port, string[] files)
    {
        var answer = await File.ReadAllBytesAsync(files[0]);
        File.Delete(files[0]);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        var app = builder.Build();
        app.MapPost(
            "/graphql",
            async context =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                context.Response.ContentType = "application/graphql-response+json; charset=utf-8";
                context.Response.ContentLength = answer.Length;
                await context.Response.Body.WriteAsync(answer);
            }
        );
        app.MapHashing();
        await app.RunAsync();
    }
}
