using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class StartImportInputType : InputType<StartImport>
{
    public StartImportInputType()
        : base("A sheet to import.")
    {
        Field<NonNullGraphType<StringGraphType>>("uploadId")
            .Description("The last part of the address that POST /uploads gave, of a whole upload of one's own with the purpose IMPORT.");
        Field(x => x.Kind).Description("What the sheet is about.");
        Field(x => x.DryRun).Description("Whether to look only: every fault is told and nothing is changed.");
        Field(x => x.OnFault).Description("What a row at fault means for the others.");
        Field(x => x.Sheet, nullable: true).Description("Which sheet of a workbook; without it the first that can be seen.");
    }
}

internal sealed record RevertImportInput(string ImportId, string Reason);

internal sealed class RevertImportInputType : InputType<RevertImportInput>
{
    public RevertImportInputType()
        : base("Which import to take back, and why.")
    {
        Field<NonNullGraphType<IdGraphType>>("importId").Description("The import.").OfNode("Import");
        Field(x => x.Reason).Description("Why, 1 to 500 characters; kept with the import.");
    }
}

internal sealed record StartExportInput(ExportKind Kind, SheetFormat Format, string? OrganisationId = null);

internal sealed class StartExportInputType : InputType<StartExportInput>
{
    public StartExportInputType()
        : base("A sheet to make.")
    {
        Field(x => x.Kind).Description("What to export.");
        Field(x => x.Format).Description("Format of the file.");
        Field<IdGraphType>("organisationId")
            .Description("Of this organisation and all below it; without it of all the caller may read.")
            .OfNode("Organisation");
    }
}
