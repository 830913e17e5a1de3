using System.Globalization;
using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// <c>GET /sheets/{file}</c>: templates, copies with faults and exports by an address that was signed for one caller and is good for five minutes; the signature
/// is the right. A wrong one is 403, one whose time is over 410, a file that is gone 404; each a problem with a code.
/// </summary>
internal static class SheetsEndpoint
{
    private const string Path = "/sheets/{file}";

    public static void AddSheets(this WebApplicationBuilder builder) => builder.Services.AddSingleton<SheetAddresses>();

    /// <summary>Past whoever asks for a token: none is needed.</summary>
    public static void MapSheets(this WebApplication app) => app.MapMethods(Path, [HttpMethods.Get], (Delegate)AnswerAsync).ShortCircuit();

    private static async Task<IResult> AnswerAsync(string file, HttpContext context, SheetLinks links, SheetImports imports, SheetExports exports)
    {
        var query = context.Request.Query;
        var subject = (string?)query["by"];
        if (links.TimeLeft(file, subject, query["expires"], query["signature"]) is not { } left)
            return Refuse(context, StatusCodes.Status403Forbidden, "MEDIA_LINK_INVALID");
        if (left <= TimeSpan.Zero)
            return Refuse(context, StatusCodes.Status410Gone, "MEDIA_LINK_EXPIRED");
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var (what, id) = file.Split('-', 2) is [var before, var after] ? (before, after.Split('.')[0]) : ("", "");
        var found = what switch
        {
            "template" => await TemplateAsync(id, file, imports, context.RequestAborted),
            "faults" => await imports.FaultFileAsync(id, context.RequestAborted),
            "export" => await exports.FetchAsync(id, subject!, context.RequestAborted),
            _ => null,
        };
        if (found is not var (stream, format))
            return Refuse(context, StatusCodes.Status404NotFound, "NOT_FOUND", "Export");
        var type = format == SheetFormat.Csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        return Results.Stream(stream, type, file);
    }

    private static async Task<(Stream File, SheetFormat Format)?> TemplateAsync(
        string kind,
        string file,
        SheetImports imports,
        CancellationToken cancellationToken
    )
    {
        var format = file.EndsWith(".csv", StringComparison.Ordinal) ? SheetFormat.Csv : SheetFormat.Xlsx;
        var sheet = new MemoryStream();
        await imports.WriteTemplateAsync(Enum.Parse<SheetKind>(kind), format, sheet, cancellationToken);
        sheet.Position = 0;
        return (sheet, format);
    }

    private static IResult Refuse(HttpContext context, int status, string code, params object?[] arguments)
    {
        CultureInfo.CurrentUICulture = RequestLanguage.Of(context.Request);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Problem(title: ErrorTexts.Of(code, arguments), statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
    }
}
