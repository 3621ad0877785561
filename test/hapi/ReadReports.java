import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.MeasureReport;

/** Reads NDJSON of MeasureReports with HAPI's strict parser, validates each, and ends with 1 where one has an error. */
public class ReadReports {
  public static void main(String[] args) throws Exception {
    FhirContext context = FhirContext.forR4();
    FhirInstanceValidator rules =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context)));
    // The profiles of DEQM are on no registry that this asks; their invariants are tests of the project.
    rules.setErrorForUnknownProfiles(false);
    FhirValidator validator = context.newValidator().registerValidatorModule(rules);
    var parser = context.newJsonParser();
    parser.setParserErrorHandler(new ca.uhn.fhir.parser.StrictErrorHandler());
    int read = 0;
    int errors = 0;
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      parser.parseResource(MeasureReport.class, line);
      read++;
      for (var message : validator.validateWithResult(line).getMessages()) {
        if (message.getSeverity().ordinal() < ResultSeverityEnum.ERROR.ordinal()) continue;
        errors++;
        System.err.println("line " + read + ": " + message.getLocationString() + ": " + message.getMessage());
      }
    }
    System.out.println(read + " reports read, " + errors + " errors");
    System.exit(errors == 0 && read > 0 ? 0 : 1);
  }
}
