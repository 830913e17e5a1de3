using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal static class ImportQueries
{
    public static void AddTo(Query query)
    {
        query
            .Connection<ImportType>("imports", "The caller's imports, for an Administrator everybody's; the latest first unless ordered.")
            .WhereAndOrder<ImportFields>()
            .RequireRole(Rights.Keeping)
            .Resolve(
                (ctx, list) =>
                    ctx.Service<SheetImports>()
                        .ListAsync(ctx.Caller().Has(Role.Administrator) ? null : ctx.Caller().Subject, list.Where, list.Order, list.Page, ctx.CancellationToken)
            );

        query
            .Field<ImportType, IDataLoaderResult<SheetImport?>>("importById")
            .Description("An import of the caller, for an Administrator anybody's; else null.")
            .IdArgument("id", "Import", "Which import.")
            .RequireRole(Rights.Keeping)
            .Resolve(ctx => ctx.Loader<ImportLoader>().LoadAsync(ctx.GetArgument<string>("id")));

        query
            .Field<ExportType, IDataLoaderResult<SheetExport?>>("exportById")
            .Description("An export of the caller, for an Administrator anybody's; else null.")
            .IdArgument("id", "Export", "Which export.")
            .RequireRole(Rights.Registry)
            .Resolve(ctx => ctx.Loader<ExportLoader>().LoadAsync(ctx.GetArgument<string>("id")));

        query
            .Field<NonNullGraphType<SheetFileType>, SheetAddress>("importTemplate")
            .Description("An empty sheet with the heads that an import knows and the values to choose from; a star marks what must be filled in.")
            .Argument<NonNullGraphType<EnumerationGraphType<SheetKind>>>("kind", "What the sheet is about.")
            .Argument<NonNullGraphType<EnumerationGraphType<SheetFormat>>>("format", "Format of the sheet.")
            .RequireRole(Rights.Keeping)
            .Resolve(ctx =>
                ctx.Service<SheetAddresses>()
                    .Of(SheetFileNames.TemplateOf(ctx.GetArgument<SheetKind>("kind"), ctx.GetArgument<SheetFormat>("format")), ctx.Caller().Subject)
            );
    }
}

internal sealed class ImportFields : IListFields
{
    public static string Node => "Import";

    public static IReadOnlyList<QueryField> Fields => SheetImports.Queryable;
}
