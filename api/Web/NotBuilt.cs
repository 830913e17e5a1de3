namespace ELearning.Api;

/// <summary>What <c>/</c> says where the pages were not built: what is missing, the one command, and what can be used all the same.</summary>
internal static class NotBuilt
{
    private const string Html = """
        <!doctype html>
        <html lang="zh-CN">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>网上党校</title>
        <main>
        <h1>网上党校</h1>
        <p>接口已在运行，但网页没有构建：构建时没有找到 npm。请安装 Node.js 20.19 或更新的版本，然后重新运行：</p>
        <pre>dotnet run --project api</pre>
        <p><a href="/graphql">接口页</a> · <a href="/graphql/schema.graphql">模式</a></p>
        <p lang="en">The API is running, but its pages were not built: npm was not there. Install Node.js 20.19 or later and run the command above again.
        The explorer and the schema can be used all the same.</p>
        </main>
        </html>
        """;

    public static IResult Answer(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Text(Html, "text/html; charset=utf-8");
    }
}
