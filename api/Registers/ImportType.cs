using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class ImportType : ObjectType<SheetImport>
{
    public ImportType()
        : base("A sheet that is read into a register. It exists for who started it, and for an Administrator.")
    {
        Node(import => import.Id, (ctx, id) => ctx.Loader<ImportLoader>().LoadAsync(id));
        Field(x => x.Kind).Description("What the sheet is about.");
        Field(x => x.State).Description("How far it is.");
        Field(x => x.Name).Description("Name of the file.");
        Field(x => x.Hash).Description("SHA-256 of the file, as the audit log names it.");
        Field(x => x.DryRun).Description("Whether it only looks.");
        Field(x => x.OnFault).Description("What a row at fault means for the others.");
        Field(x => x.Encoding, nullable: true).Description("How the text of a CSV was found to be written: UTF-8, UTF-16 or GB18030; null for workbooks.");
        Field(x => x.RowsRead).Description("Rows looked at so far, without heads and empty ones.");
        Field(x => x.RowsGood).Description("Those without a fault.");
        Field(x => x.RowsApplied).Description("Rows after which the register is as they say.");
        Field(x => x.RowsChanged).Description("How many of them changed something; the others said what a sheet had said before.");
        Field(x => x.RowsReverted).Description("Rows that were taken back.");
        Field(x => x.FaultCount).Description("How many faults there are; the first 10,000 are listed.");
        Connection<ImportFaultType>("faults", "What is wrong, in the order of the sheet.")
            .ResolveBatch((ctx, list) => ctx.Loader<ImportFaultLoader>().LoadAsync(ctx.Source.Id, list.Page));
        Field<SheetFileType, IDataLoaderResult<SheetAddress?>>("faultFile")
            .Description("A copy of the sheet with one column more, which says what is wrong; null where nothing is, and 30 days after the import ended.")
            .Resolve(ctx =>
                ctx.Source is { FaultFile: not null, FilesGone: false }
                    ? Reached(ctx, ctx.Rights().Changing, ctx.Loader<ImportLoader>().LoadAsync, ctx.Source.Id, SheetFileNames.FaultsOf(ctx.Source))
                    : LoaderResults.Ready<SheetAddress?>(null)
            );
        Field(x => x.CreatedAt).Description("When it was started.");
        Field(x => x.StartedAt, nullable: true).Description("When its turn came.");
        Field(x => x.EndedAt, nullable: true).Description("When it ended; null while it goes on.");
        Field(x => x.RevertReason, nullable: true).Description("Why it was taken back.");
    }

    /// <summary>The address of a file, while the caller's grants reach as far as they did when it was asked for.</summary>
    internal static IDataLoaderResult<SheetAddress?> Reached<T>(
        IResolveFieldContext context,
        Scope may,
        Func<string, IDataLoaderResult<T?>> load,
        string id,
        string file
    )
        where T : class
    {
        var (addresses, subject) = (context.Service<SheetAddresses>(), context.Caller().Subject);
        return may.Everywhere
            ? LoaderResults.Ready<SheetAddress?>(addresses.Of(file, subject))
            : load(id).Then(sheet => sheet is null ? null : addresses.Of(file, subject));
    }
}

internal sealed class ImportFaultType : ObjectType<SheetFault>
{
    public ImportFaultType()
        : base("One thing that is wrong with a sheet.")
    {
        Field(x => x.Row).Description("The row as a spreadsheet numbers it; 0 where it is the file.");
        Field(x => x.Column).Description("The column as its head is written, else by its letter; empty where it is the row or the file.");
        Field(x => x.Value).Description("What stands there, shortened.");
        Field<NonNullGraphType<StringGraphType>>("code").Description("What is wrong, for programs.").From(source => SheetTexts.CodeOf(source.Code));
        Field<NonNullGraphType<StringGraphType>>("message").Description("What is wrong and how to mend it.").Resolve(ctx => SheetTexts.Of(ctx.Source));
    }
}

internal sealed class SheetFileType : ObjectType<SheetAddress>
{
    public SheetFileType()
        : base("A sheet to fetch.")
    {
        Field<NonNullGraphType<UrlScalar>>("url").Description("Address of the file, good for five minutes and for whoever has it.").From(source => source.Url);
        Field(x => x.ExpiresAt).Description("Until when.");
    }
}

internal sealed class ExportType : ObjectType<SheetExport>
{
    public ExportType()
        : base("A sheet that is made of a register. It exists for who started it, and for an Administrator.")
    {
        Node(export => export.Id, (ctx, id) => ctx.Loader<ExportLoader>().LoadAsync(id));
        Field(x => x.Kind).Description("What is exported.");
        Field(x => x.Format).Description("Format of the file.");
        Field(x => x.State).Description("How far it is.");
        Field(x => x.Rows).Description("Rows without the heads.");
        Field(x => x.CreatedAt).Description("When it was started.");
        Field(x => x.EndedAt, nullable: true).Description("When the file was there.");
        Field<SheetFileType, IDataLoaderResult<SheetAddress?>>("file")
            .Description("The file; null until it is there, and a day after it was asked for. Fetching it is written into the audit log.")
            .Resolve(ctx =>
                ctx.Source.Hash is null
                    ? LoaderResults.Ready<SheetAddress?>(null)
                    : ImportType.Reached(ctx, ctx.Rights().Reading, ctx.Loader<ExportLoader>().LoadAsync, ctx.Source.Id, SheetFileNames.Of(ctx.Source))
            );
    }
}

internal sealed record SheetAddress(Uri Url, DateTimeOffset ExpiresAt);

/// <summary>Signs addresses of sheets for the host that the request came to.</summary>
internal sealed class SheetAddresses(SheetLinks links, IHttpContextAccessor http)
{
    public SheetAddress Of(string file, string subject)
    {
        var (path, until) = links.Sign(file, subject);
        return new(
            http.HttpContext?.Request is { Host.HasValue: true } request
                ? new Uri($"{request.Scheme}://{request.Host}{request.PathBase}{path}")
                : new Uri(path, UriKind.Relative),
            until
        );
    }
}

/// <summary>What sheets are called in addresses.</summary>
internal static class SheetFileNames
{
    public static string FaultsOf(SheetImport import) => $"faults-{import.Id}.{(import.Encoding is null ? "xlsx" : "csv")}";

    public static string Of(SheetExport export) => $"export-{export.Id}.{EndingOf(export.Format)}";

    public static string TemplateOf(SheetKind kind, SheetFormat format) => $"template-{kind}.{EndingOf(format)}";

    public static string EndingOf(SheetFormat format) => format == SheetFormat.Xlsx ? "xlsx" : "csv";
}
